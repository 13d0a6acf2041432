import { functionNames } from '../../functions/kit/function-names.ts'

/** The code that starts a script. */
const program = (file: string) => `import './${file}'`
const functionOf = (name: string) =>
  `import { run } from './functions/kit/run.ts'\nimport definition from './functions/${name}/function.ts'\nrun(definition)`

/** Everything that the image can run, by name: the functions, the jobs that prepare and check their database and Kafka, and the watcher. */
export const entryPoints = (): Record<string, string> => ({
  ...Object.fromEntries(functionNames().map(name => [name, functionOf(name)])),
  migrate: program('scripts/migrate.ts'),
  check: program('scripts/ops/check.ts'),
  topics: program('scripts/ops/topics.ts'),
  watch: program('scripts/ops/watch.ts'),
})
