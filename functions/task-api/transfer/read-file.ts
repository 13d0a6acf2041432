import { asCaller } from '../../shared/database/as-caller.ts'
import type { Caller } from '../../shared/runtime/api.ts'
import { findProfile } from '../identity/profile.ts'
import type { WorkDeps } from '../work.ts'
import type { Format } from './formats.ts'
import { readIcal } from './read-ical.ts'
import { readJson } from './read-json.ts'
import type { ReadFile } from './row.ts'

/** A file of a format, ready to be read task by task. */
export async function readFile(deps: WorkDeps, caller: Caller, text: string, format: Format): Promise<ReadFile> {
  if (format === 'json') return readJson(text)
  const { zone } = await asCaller(deps.sql, caller, tx => findProfile(tx, caller.userId))
  return readIcal(text, zone, deps.now())
}
