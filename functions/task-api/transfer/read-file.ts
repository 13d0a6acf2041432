import type { Caller } from '../../shared/runtime/api.ts'
import type { WorkDeps } from '../work.ts'
import type { Format } from './formats.ts'
import { readJson } from './read-json.ts'
import type { ReadFile } from './row.ts'

interface Reading {
  format: Format | undefined
  columns: string | undefined
}

export async function readFile(_deps: WorkDeps, _caller: Caller, text: string, _reading: Reading): Promise<ReadFile> {
  return readJson(text)
}
