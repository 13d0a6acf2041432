import * as v from 'valibot'
import { unavailable } from '../core/problems.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import { type Answer, ok } from '../http/answer.ts'
import { within } from '../timers.ts'
import { type AskPart, away, codeOf, PartState, there } from './part.ts'

/** `degraded`: the function serves, and a part that it can live without for a while is away. */
export const Readiness = v.strictObject({
  status: v.picklist(['ok', 'degraded']),
  parts: v.record(v.string(), PartState),
})
export type Readiness = v.InferOutput<typeof Readiness>

export interface ReadinessOptions {
  /** Without its database a function cannot serve. Absent for a function that stores nothing. */
  database: (() => Promise<unknown>) | undefined
  /** The parts that a function can live without. */
  parts: Record<string, AskPart>
  /** While the process starts, only the database is asked: nothing else may slow down a cold start. */
  isStarting: () => boolean
  nowMs?: () => number
}

/** Kubernetes gives a probe a second: this and the next pause fit into it. */
const databaseMs = 700
/** How long an answer waits for the other parts; then it says that they are not asked yet. */
const answerMs = 250
/** How long a part may take in the background. */
const askMs = 3_000
/** Platforms probe all the time, so each part is asked at most this often. */
const keepMs = 10_000

/** Answers which parts of a function are there. Only the database can make it refuse. */
export function createReadiness(options: ReadinessOptions): () => Promise<Answer | Refusal> {
  const { isStarting, nowMs = () => performance.now() } = options
  const database = options.database && shared(options.database)
  const parts = Object.entries(options.parts).map(([name, ask]) => [name, remembered(ask, nowMs)] as const)

  return async () => {
    const data = database && (await answerWithin(database, databaseMs))
    if (data?.status === 'away')
      return refuse(unavailable, { detail: `The database is away. ${data.detail}`, headers: { 'retry-after': '1' } })
    const starting = isStarting()
    const others = await Promise.all(
      parts.map(async ([name, ask]) => [name, starting ? notAskedYet : await ask()] as const),
    )
    const all = Object.fromEntries([...(data ? [['database', data] as const] : []), ...others])
    return ok({ status: statusOf(all), parts: all } satisfies Readiness)
  }
}

export const statusOf = (parts: Readiness['parts']): Readiness['status'] =>
  Object.values(parts).some(({ status }) => status === 'away') ? 'degraded' : 'ok'

/** Asks only while the part is needed, so that probes keep nothing awake. */
export const whenDue =
  (isDue: () => Promise<boolean>, ask: AskPart): AskPart =>
  async () => {
    const due = await isDue().catch(() => undefined)
    if (due === undefined) return notAskedYet
    return due ? ask() : { status: 'not needed now' }
  }

const notAskedYet: PartState = { status: 'not asked yet' }

/** Probes that come while one is asking get its answer, so that they do not pile up on a database that hangs. */
function shared(ask: () => Promise<unknown>): AskPart {
  let asking: Promise<PartState> | undefined
  return () => {
    asking ??= ask()
      .then(() => there)
      .finally(() => {
        asking = undefined
      })
    return asking
  }
}

function remembered(ask: AskPart, nowMs: () => number): AskPart {
  let known: { state: PartState; until: number } | undefined
  let asking: Promise<void> | undefined
  const fresh = () => (known && nowMs() < known.until ? known.state : undefined)
  const askNow = async () => {
    const state = await answerWithin(ask, askMs)
    if (state !== notAskedYet) known = { state, until: nowMs() + keepMs }
    asking = undefined
  }
  return async () => {
    const state = fresh()
    if (state) return state
    asking ??= askNow()
    await within(asking, answerMs)
    return fresh() ?? notAskedYet
  }
}

/** Never rejects. */
async function answerWithin(ask: AskPart, limitMs: number): Promise<PartState> {
  let state = away(`It does not answer within ${limitMs / 1_000} s.`)
  const asked = ask().then(
    answer => {
      state = answer
    },
    error => {
      state = away(`It does not answer (${codeOf(error)}).`)
    },
  )
  await within(asked, limitMs)
  return state
}
