import { functionNames } from '../../functions/kit/function-names.ts'

/** A program of the image: the code that starts it. */
const program = (file: string) => `import './${file}'`
const functionOf = (name: string) =>
  `import { run } from './functions/kit/run.ts'\nimport definition from './functions/${name}/function.ts'\nrun(definition)`

/** What the image can run, each by its name: the functions, and what prepares and checks what they need. */
export const entryPoints = (): Record<string, string> => ({
  ...Object.fromEntries(functionNames().map(name => [name, functionOf(name)])),
  migrate: program('scripts/migrate.ts'),
  check: program('scripts/ops/check.ts'),
  topics: program('scripts/ops/topics.ts'),
})
