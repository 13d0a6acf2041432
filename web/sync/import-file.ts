import type { ImportProgress } from '../model/import-progress.ts'
import { isRefused, type Refusal } from '../model/refusal.ts'
import type { ImportFile, ImportReport } from '../model/server.ts'
import { countArrivals } from './arrivals.ts'
import { withoutConversations } from './conversations-in-file.ts'
import type { Platform } from './platform.ts'
import { askWithAccount, type RequestContext } from './requests.ts'

const types = { json: 'application/json', ics: 'text/calendar', csv: 'text/csv' } as const
/** A large file on a slow network, and a line of other imports before it. */
const timeoutMs = 5 * 60_000

export function fileImports(context: RequestContext) {
  const { platform, server, session, state } = context
  /** An import whose answer was lost is the same request when the person tries again. */
  const keys = new WeakMap<ImportFile, string>()
  const keyOf = (file: ImportFile) => {
    const key = keys.get(file) ?? platform.newId()
    keys.set(file, key)
    return key
  }

  function post(file: ImportFile, dryRun: boolean) {
    const { format, columns, skipInvalid, existing } = file
    const text = format === 'json' ? withoutConversations(file.text) : file.text
    const query = new URLSearchParams({ dryRun: String(dryRun) })
    if (columns) query.set('columns', columns)
    if (skipInvalid) query.set('skipInvalid', 'true')
    if (existing) query.set('existing', existing)
    const headers: Record<string, string> = dryRun ? {} : { 'idempotency-key': keyOf(file) }
    const options = { method: 'POST', body: text, type: types[format], headers, timeoutMs } as const
    return askWithAccount(context, server => server.ask<ImportReport>(`/api/import?${query}`, options))
  }

  return {
    importPreview: (file: ImportFile) => post(file, true),
    /** Imports the file and waits for its tasks to arrive. An abort ends a wait for a busy server. */
    async import(file: ImportFile, onProgress: (progress: ImportProgress) => void, signal: AbortSignal) {
      await session().hub.loaded
      const arrivals = countArrivals({ hub: session().hub, server, state, platform })
      try {
        for (;;) {
          onProgress({ at: 'server' })
          const report = await post(file, false)
          const again = retryAfterS(report)
          if (again !== undefined && (await countDown(again, platform, onProgress, signal))) continue
          if (isRefused(report)) return report
          return { ...report, isHere: await arrivals.wait(report.created + report.updated, onProgress) }
        }
      } finally {
        arrivals.stop()
      }
    },
  }
}

const busy: readonly Refusal['refused'][] = ['too-many-requests', 'unavailable']
const inUseAgainS = 2

/** When to send the same request again: a full line says when, and an earlier attempt may still be at work. */
function retryAfterS(answer: ImportReport | Refusal): number | undefined {
  if (!isRefused(answer)) return undefined
  if (answer.refused === 'idempotency-key-in-use') return inUseAgainS
  if (!busy.includes(answer.refused) || answer.afterMs === undefined) return undefined
  return Math.max(1, Math.ceil(answer.afterMs / 1_000))
}

/** False: the person does not want to wait. */
async function countDown(
  seconds: number,
  { pause }: Pick<Platform, 'pause'>,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<boolean> {
  for (let againInS = seconds; againInS > 0 && !signal.aborted; againInS--) {
    onProgress({ at: 'busy', againInS })
    await pause(1_000, signal)
  }
  return !signal.aborted
}
