import { importRefused, taskExists } from '../../domain/problems.ts'
import { tooManyRequests } from '../../kit/core/problems.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/core/refusal.ts'
import { type Answer, ok } from '../../kit/http/answer.ts'
import type { Outcome } from '../../kit/http/api.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { within } from '../../kit/timers.ts'
import { isIdTaken } from '../create-task.ts'
import { inWork, type WorkDeps, type WriteRequest } from '../work.ts'
import { carryOut } from './carry-out.ts'
import { type Checked, checkRows, faultsOf } from './check-rows.ts'
import type { Existing } from './decide.ts'
import { reporter } from './report.ts'
import type { ReadFile } from './row.ts'
import { learnTags } from './spelling.ts'

export interface ImportOptions {
  dryRun: boolean
  skipInvalid: boolean
  existing: Existing
}

const mostErrors = 1000

/** Imports a file in one transaction: all of it or nothing, unless what is wrong may be left out. */
export async function importTasks(
  deps: WorkDeps,
  request: WriteRequest,
  { rows, tags = [], columns }: ReadFile,
  { dryRun, skipInvalid, existing }: ImportOptions,
): Promise<Outcome> {
  const { caller } = request
  const checked = await checkRows(rows)
  if (checked.refused.length && !dryRun && !skipInvalid) return refused(checked)

  const carryOutIn = async (tx: Transaction, now: Date): Promise<Answer> => {
    const spelling = await learnTags(tx, caller.userId, tags, { insert: !dryRun })
    const told = reporter(dryRun)
    await carryOut({ tx, now, caller, existing, dryRun, spelling }, checked, told)
    return ok(told.report(columns?.() ?? []))
  }
  if (dryRun) return asCaller(deps.sql, caller, tx => carryOutIn(tx, deps.now()))
  try {
    const outcome = await inWork(deps, request, async ({ tx, now }) =>
      (await isOnlyOne(tx, caller.userId)) ? carryOutIn(tx, now) : anotherRuns(),
    )
    if (!isRefusal(outcome) && !(outcome instanceof Response)) await publish(deps)
    return outcome
  } catch (error) {
    if (isIdTaken(error)) return refuse(taskExists, { detail: 'A task of the file was created meanwhile: try again.' })
    throw error
  }
}

function refused({ refused, entries }: Checked): Refusal {
  const detail = `${refused.length} of ${refused.length + entries.length} tasks cannot be imported, so none was.`
  return refuse(importRefused, { detail, errors: faultsOf(refused, mostErrors) })
}

/** Two imports of one person at once would hold many connections for long and could make the same tasks. */
async function isOnlyOne(tx: Transaction, userId: string): Promise<boolean> {
  const [row] = await tx<{ free: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`import ${userId}`}, 0)) as free`
  return row?.free ?? false
}

const anotherRuns = (): Refusal =>
  refuse(tooManyRequests, { detail: 'Another import is still running.', headers: { 'retry-after': '5' } })

/** The events of an import can be many thousands: they leave by the sweep, which goes on when the answer is given. */
const publish = ({ outbox }: WorkDeps): Promise<unknown> =>
  within(
    outbox.sweep().catch(() => {}),
    answerAfterMs,
  )

const answerAfterMs = 1_000
