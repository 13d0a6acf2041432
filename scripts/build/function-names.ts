import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../functions/kit/root.ts'

const mainOf = (name: string) => path.join(root, 'functions', name, 'main.ts')

/** Every function there is: a folder below functions/ with a main.ts. Whoever adds one is found here by itself. */
export const functionNames = (): string[] =>
  readdirSync(path.join(root, 'functions'))
    .filter(name => existsSync(mainOf(name)))
    .sort()

/** What the image can run, each by its name: the functions, and what prepares and checks what they need. */
export const entryPoints = (): Record<string, string> => ({
  ...Object.fromEntries(functionNames().map(name => [name, mainOf(name)])),
  migrate: path.join(root, 'scripts', 'migrate.ts'),
  check: path.join(root, 'scripts', 'ops', 'check.ts'),
  topics: path.join(root, 'scripts', 'ops', 'topics.ts'),
})
