import type { Caller } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import { findProfile } from '../identity/profile.ts'
import type { WorkDeps } from '../work.ts'
import type { Format } from './formats.ts'
import { readJson } from './read-json.ts'
import type { ReadFile } from './row.ts'

/** What came, and how its columns are to be read where it is a table. */
export interface Sent {
  text: string
  format: Format
  columns: string | undefined
}

/** A file of a format, ready to be read task by task. */
export async function readFile(deps: WorkDeps, caller: Caller, { text, format, columns }: Sent): Promise<ReadFile> {
  if (format === 'json') return readJson(text)
  const { zone, locale } = await asCaller(deps.sql, caller, tx => findProfile(tx, caller.userId))
  const now = deps.now()
  // Loaded with the first file: calendars and tables would double the start of a function that nobody imports into.
  if (format === 'ics') return (await import('./read-ical.ts')).readIcal(text, zone, now)
  return (await import('./read-csv.ts')).readCsv(text, { zone, locale, now }, columns)
}
