import { addDays, instantOf, localAt, weekdayOf } from '../../../../domain/zone.ts'
import type { Reading } from '../../check/ground.ts'
import { momentIn } from '../../check/moment.ts'
import type { Speaker } from '../../check/person.ts'
import { calls, type Step } from '../../check/step.ts'
import { foldText, foldUrdu, wordEnd, wordStart } from '../../rules/clause.ts'
import type { Intention } from '../intention.ts'
import { onTasks } from '../task/steps.ts'

type Of<K extends Intention['intent']> = Extract<Intention, { intent: K }>

export async function history(intention: Of<'history'>, reading: Reading): Promise<Step | undefined> {
  const { which, when } = intention
  const days = when === undefined ? undefined : daysIn(when, reading.speaker)
  // "History of the rent": the words after "of" may name a day or a task.
  if (which === undefined && when !== undefined && !days) {
    const ofTask = await history({ intent: 'history', which: when }, { ...reading, soft: true })
    if (ofTask) return ofTask
  }
  const range = days && {
    from: instantOf(days.first, '00:00', reading.speaker.zone).toISOString(),
    to: instantOf(addDays(days.last, 1), '00:00', reading.speaker.zone).toISOString(),
  }
  if (which === undefined) return calls('get_history', { ...range })
  return onTasks({ intent: 'unremind', which }, ['open', 'any', 'deleted'], reading, ([task]) =>
    task ? calls('get_history', { taskId: task.id, ...range }, [task]) : undefined,
  )
}

const has = (source: string) => {
  const pattern = new RegExp(`${wordStart}(?:${foldUrdu(source)})${wordEnd}`)
  return (text: string) => pattern.test(text)
}
const yesterday = has('yesterday|last night|kal|kl|کل|گزشتہ روز')
const dayBefore = has('day before yesterday|parson|parso|پرسوں')
const today = has('today|aa?j|abhi|subah se|this morning|آج|ابھی|صبح سے')
const lastWeek = has('last week|past week|pichhl[ea] haft[ea]|guzishta haft[ea]|پچھلے ہفتے|گزشتہ ہفتے')
const thisWeek = has('this week|is haft[ea]y?|اس ہفتے')

/** In a question about what happened, "kal" is yesterday. */
function daysIn(words: string, { now, zone, ...speaker }: Speaker): { first: string; last: string } | undefined {
  const text = foldText(words)
  const day = localAt(now, zone).date
  const monday = addDays(day, 1 - weekdayOf(day))
  const one = (date: string) => ({ first: date, last: date })
  if (dayBefore(text)) return one(addDays(day, -2))
  if (yesterday(text)) return one(addDays(day, -1))
  if (today(text)) return one(day)
  if (lastWeek(text)) return { first: addDays(monday, -7), last: addDays(monday, -1) }
  if (thisWeek(text)) return { first: monday, last: addDays(monday, 6) }
  const { date } = momentIn(words, { now, zone, ...speaker })
  if (!date) return undefined
  // "On Monday" is the last one.
  return one(date > day ? addDays(date, -7 * Math.ceil((Date.parse(date) - Date.parse(day)) / 604_800_000)) : date)
}
