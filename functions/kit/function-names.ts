import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { AnyFunction } from './define-function.ts'
import { root } from './root.ts'

const fileOf = (name: string) => path.join(root, 'functions', name, 'function.ts')

/** Every function: a folder of functions/ that has a function.ts. There is no other list. */
export const functionNames = (): string[] =>
  readdirSync(path.join(root, 'functions'))
    .filter(name => existsSync(fileOf(name)))
    .sort()

export const loadFunction = async (name: string): Promise<AnyFunction> => (await import(fileOf(name))).default

export const loadFunctions = (): Promise<AnyFunction[]> => Promise.all(functionNames().map(loadFunction))
