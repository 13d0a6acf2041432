import { importRefused, taskExists } from '../../domain/problems.ts'
import { tooManyRequests } from '../../kit/core/problems.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/core/refusal.ts'
import { type Answer, ok } from '../../kit/http/answer.ts'
import type { Caller, Outcome } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { within } from '../../kit/timers.ts'
import { findProfile } from '../identity/profile.ts'
import { isIdTaken } from '../task-store.ts'
import { inWork, type WorkDeps, type WriteRequest } from '../work.ts'
import type { Existing } from './decide.ts'
import type { Format } from './formats.ts'
import { readJson } from './read-json.ts'
import { reporter } from './report.ts'
import { faultsOf, type ReadFile } from './rows.ts'
import { saveRows, type Wrong } from './save-rows.ts'

interface ImportedFile {
  text: string
  format: Format
  /** Which column of a table is which; see `readCsv`. */
  columns: string | undefined
}

interface ImportOptions {
  dryRun: boolean
  skipInvalid: boolean
  existing: Existing
}

/** Imports a file in one transaction. A wrong row refuses the whole file, unless `skipInvalid` leaves it out. */
export async function importTasks(
  deps: WorkDeps,
  request: WriteRequest,
  file: ImportedFile,
  { dryRun, skipInvalid, existing }: ImportOptions,
): Promise<Outcome> {
  const { caller } = request
  const read = await readFile(deps, caller, file)
  const save = async (tx: Transaction, now: Date): Promise<Answer | Refusal> => {
    const report = reporter(dryRun)
    const stopAtWrong = !dryRun && !skipInvalid
    const wrong = await saveRows({ tx, now, caller, existing, dryRun, stopAtWrong }, read, report)
    if (wrong.rows && stopAtWrong) return refusalOf(wrong)
    const answer = report.report(read.columns?.() ?? [])
    const tooMuch = answer.created ? await deps.quota.check(tx, caller.userId, dryRun ? answer.created : 0) : undefined
    return tooMuch ?? ok(answer)
  }
  if (dryRun) return asCaller(deps.sql, caller, tx => save(tx, deps.now()))
  try {
    const outcome = await inWork(deps, request, async ({ tx, now }) =>
      (await lockImports(tx, caller.userId)) ? save(tx, now) : anotherRuns(),
    )
    if (!isRefusal(outcome) && !(outcome instanceof Response)) await publish(deps)
    return outcome
  } catch (error) {
    if (isIdTaken(error))
      return refuse(taskExists, { detail: 'Meanwhile another request created a task of this file: try again.' })
    throw error
  }
}

/** Reads calendars and tables in the zone and language of the person. */
async function readFile(deps: WorkDeps, caller: Caller, { text, format, columns }: ImportedFile): Promise<ReadFile> {
  if (format === 'json') return readJson(text)
  const { zone, locale } = await asCaller(deps.sql, caller, tx => findProfile(tx, caller.userId))
  const now = deps.now()
  // Imported late: these modules would double the start of this function.
  if (format === 'ics') return (await import('./read-ical.ts')).readIcal(text, zone, now)
  return (await import('./read-csv.ts')).readCsv(text, { zone, locale, now }, columns)
}

function refusalOf({ rows, valid, errors, listed }: Wrong): Refusal {
  const detail = `Nothing was imported: ${rows} of ${rows + valid} tasks are not valid.`
  const faults = faultsOf(listed)
  return refuse(importRefused, { detail, errors: faults, moreErrors: errors - faults.length })
}

/** Two imports of one person at once could create the same tasks, and many would hold every connection for long. */
async function lockImports(tx: Transaction, userId: string): Promise<boolean> {
  const [row] = await tx<{ locked: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`import ${userId}`}, 0)) as locked`
  return row?.locked ?? false
}

const anotherRuns = (): Refusal =>
  refuse(tooManyRequests, { detail: 'Another import is still running.', headers: { 'retry-after': '5' } })

/** An import can write a hundred megabytes of events: the sweep publishes them page by page, and goes on after the answer. */
const publish = ({ outbox }: WorkDeps): Promise<unknown> =>
  within(
    outbox.sweep().catch(() => {}),
    answerAfterMs,
  )

const answerAfterMs = 1_000
