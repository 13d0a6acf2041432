import { setTimeout as pause } from 'node:timers/promises'
import * as v from 'valibot'
import { codeOf, type PartState } from './part.ts'
import { Readiness } from './readiness.ts'

/** What a person calls a part, and what is so while it is away. Both doctors use these words. */
const words: Record<string, { name: string; away: string; notSetUp?: string }> = {
  database: {
    name: 'the database',
    away: 'Nothing can be answered until it is back: see that Postgres runs, and correct DATABASE_URL.',
  },
  broker: {
    name: 'the broker',
    away: 'Events wait in the database and go when it is back: see that it runs, and correct KAFKA_BROKERS or DAPR_HTTP_ENDPOINT.',
  },
  alarms: {
    name: 'the alarm clock',
    away: 'Until it is back only sweeps send reminders, so they come late: see that daprd and its scheduler run.',
  },
  mail: {
    name: 'the mail server',
    away: 'Mails are tried again for a while: see that it runs, and correct SMTP_URL.',
    notSetUp: 'set SMTP_URL and MAIL_FROM where people want mails.',
  },
}

/** One line for each part. A line begins with `ok:`, `note:` or `wrong:`. */
export function linesOf(parts: Readiness['parts'], of = ''): string[] {
  return Object.entries(parts).map(([part, state]) => lineOf(part, state, of))
}

function lineOf(part: string, { status, detail }: PartState, of: string): string {
  const { name, away, notSetUp } = words[part] ?? { name: part, away: '' }
  switch (status) {
    case 'ok':
      return `ok: ${of}${name} is there`
    case 'not needed now':
      return `ok: ${of}${name} is not needed now, so it was not asked`
    case 'not set up':
      return `note: ${of}${name} is not set up${notSetUp ? `: ${notSetUp}` : '.'}`
    case 'not asked yet':
      return `note: ${of}${name} has not answered yet: ask again in a moment.`
    case 'away':
      return `wrong: ${of}${[`${name} is away.`, detail, away].filter(Boolean).join(' ')}`
  }
}

/** An older function names no parts. */
const Answer = v.object({ parts: v.optional(Readiness.entries.parts, {}) })
const Problem = v.object({ detail: v.string() })

/** A function that sleeps starts first. */
const timeoutMs = 30_000
/** A function that has just started asks only its database for some seconds. */
const tries = 15

/** Asks for the readiness at this address until every part has been asked, and answers it in lines for a person. */
export async function askInWords(address: string, name: string, pauseMs = 1_000): Promise<string[]> {
  for (let left = tries; ; left--) {
    const answer = await ask(address)
    if (typeof answer === 'string') return [`wrong: ${name} ${answer}`]
    if (!Object.keys(answer).length) return [`ok: ${name} serves`]
    const waits = Object.values(answer).some(({ status }) => status === 'not asked yet')
    if (!waits || left === 0) return linesOf(answer, `${name}: `)
    await pause(pauseMs)
  }
}

/** The parts, or why there are none. */
async function ask(address: string): Promise<Readiness['parts'] | string> {
  try {
    const response = await fetch(`${address}/ready`, { signal: AbortSignal.timeout(timeoutMs) })
    const body: unknown = await response.json().catch(() => undefined)
    const answer = v.safeParse(Answer, body)
    if (response.ok && answer.success) return answer.output.parts
    const problem = v.safeParse(Problem, body)
    return problem.success
      ? `cannot serve: ${problem.output.detail}`
      : `answers ${response.status}, which is no answer of Zerodue.`
  } catch (error) {
    return `does not answer (${codeOf(error)}).`
  }
}
