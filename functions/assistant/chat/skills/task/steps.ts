import { addMonths } from '../../../../domain/quick-add/calendar.ts'
import type { Task } from '../../../../domain/task.ts'
import { addDays, localAt } from '../../../../domain/zone.ts'
import { filterIn } from '../../check/filter.ts'
import type { Reading } from '../../check/ground.ts'
import { bare, type Duration, type Moment, momentIn } from '../../check/moment.ts'
import type { Speaker } from '../../check/person.ts'
import { search, type Wanted } from '../../check/search.ts'
import { calls, type Step, tell, whichStep } from '../../check/step.ts'
import { contentWords } from '../../check/stop-words.ts'
import { findWhich, tagNamed } from '../../check/which.ts'
import { foldText } from '../../rules/clause.ts'
import type { Intention } from '../intention.ts'
import { draftOf } from './draft.ts'

type Of<K extends Intention['intent']> = Extract<Intention, { intent: K }>
type Named = Extract<Intention, { which: string }>

/** The tasks that an intention names: passes them on, asks which, or says that there is none. */
export async function onTasks(
  intention: Named,
  wanted: Wanted | readonly Wanted[],
  reading: Reading,
  then: (tasks: Task[]) => Step | undefined | Promise<Step | undefined>,
  words: string = intention.which,
): Promise<Step | undefined> {
  for (const status of [wanted].flat() as Wanted[]) {
    const found = await findWhich(words, status, reading)
    if (found.kind === 'tasks') return then(found.tasks)
    if (found.kind === 'none') continue
    return whichStep(found, words, intention)
  }
  return reading.soft ? undefined : tell('not-found', words)
}

const idsOf = (tasks: readonly Task[]) => tasks.map(({ id }) => id)

export function add(intention: Of<'add'>, { speaker }: Reading): Step {
  const { words } = intention
  if (/^(?:task|to-?do|item|one more|thing|kaa?m|کام|ٹاسک)$/iu.test(words.trim()))
    return { kind: 'ask', slot: 'words', choices: [], intention }
  return calls('add_task', draftOf(words, speaker))
}

export async function list({ words = '' }: Of<'list'>, reading: Reading): Promise<Step | undefined> {
  const { filter, rest, other } = filterIn(words, reading.speaker)
  if (other === 'recurring') return calls('list_recurring_tasks', {})
  if (other === 'reminders') return calls('list_reminders', {})
  if (other === 'tags') return calls('list_tags', {})
  const content = contentWords(rest)
  if (!content.length) return calls('list_tasks', { ...filter })
  const tag =
    (await tagNamed(content.join(' '), reading)) ?? (content.length > 1 ? undefined : await tagNamed(rest, reading))
  if (tag) return calls('list_tasks', { ...filter, tags: [...(filter.tags ?? []), tag] })
  // A question about something else than tasks is no search.
  if (!(await search(reading.tool.api, content.join(' '), 'any')).length) return undefined
  return Object.keys(filter).length
    ? calls('list_tasks', { ...filter, text: content.join(' ') })
    : calls('find_task', { text: content.join(' ') })
}

export const find = ({ words }: Of<'find'>): Step | undefined =>
  words === 'it' ? undefined : calls('find_task', { text: described(words).slice(0, 200) })

/** Words around what is searched for: "something about", "kuch tha shayad". */
const vague =
  /^(?:(?:the|my|a|an|any|some|something|anything|that|about|with|for|tasks?|one|kuch|koi|woh?|jo|mere|mera|meri|کچھ|کوئی|وہ|جو|میرے|میرا|میری) )+|(?:,| )+(?:tasks?|one|ones|thing|stuff|somewhere|something|ke|ki|ka|kay|ko|baare|bare|baray|mein|main|me|se|kuch|tha|thi|na|shayad|likha|wala|wali|wale|walay|kaa?m|mutalliq|zara|kar|ke|کے|کی|کا|کو|بارے|میں|سے|کچھ|تھا|تھی|شاید|لکھا|والا|والی|والے|کام|متعلق|ذرا|کر)$/iu

function described(words: string): string {
  let left = bare(words)
  for (let i = 0; i < 12; i++) {
    const next = left.replace(vague, '').trim()
    if (!next || next === left) break
    left = next
  }
  return left
}

/** The status that the task has before it. */
const wantedFor = {
  complete: 'open',
  reopen: 'done',
  delete: ['open', 'any'],
  restore: 'deleted',
} as const satisfies Record<string, Wanted | readonly Wanted[]>

export const finish = (intention: Of<'complete' | 'reopen' | 'delete' | 'restore'>, reading: Reading) =>
  onTasks(intention, wantedFor[intention.intent], reading, tasks =>
    calls(`${intention.intent}_task`, { taskIds: idsOf(tasks) }, tasks),
  )

export async function move(intention: Of<'move'>, reading: Reading): Promise<Step | undefined> {
  const { which, when } = intention
  if (when === undefined)
    return onTasks(intention, 'open', reading, tasks =>
      calls(
        'update_task',
        { taskIds: idsOf(tasks), due: null, ...(tasks.some(({ repeat }) => repeat) && { repeat: null }) },
        tasks,
      ),
    )
  const joined = which === when
  const moment = momentIn(when, reading.speaker)
  if (moment.repeat) return undefined
  if (moment.date === undefined && moment.shift === undefined && !reading.asks) return undefined
  const hasMoment = moment.date !== undefined || moment.shift !== undefined
  if (!hasMoment && reading.soft && joined && !contentWords(foldText(which)).length) return undefined
  const named = joined ? (hasMoment ? moment.rest : bare(which)) : which
  const words = !named || onlyField.test(named) ? 'it' : named
  return onTasks(
    intention,
    'open',
    hasMoment ? reading : { ...reading, soft: true },
    tasks =>
      hasMoment ? moved(tasks, moment, reading.speaker) : { kind: 'ask', slot: 'when', choices: [], intention, tasks },
    words,
  )
}

const onlyField =
  /^(?:(?:its?|is|us|اس|اُس) ?(?:ka|ki|کا|کی)? )?(?:time|waqt|date|tareekh|due date|deadline|day|din|وقت|تاریخ|ٹائم|دن)$/iu

function moved(tasks: Task[], moment: Moment, { now, zone }: Speaker): Step {
  const { date, onlyTime, shift } = moment
  if (shift) return shifted(tasks, shift)
  const time = onlyTime && moment.time ? stillToday(moment.time, tasks, localAt(now, zone)) : moment.time
  const keepsDate = onlyTime && tasks.every(({ due }) => due)
  return calls(
    'update_task',
    { taskIds: idsOf(tasks), due: { ...(!keepsDate && { date }), ...(time && { time }) } },
    tasks,
  )
}

/** An hour of today that has passed is the one in the evening: "at 7". */
function stillToday(time: string, tasks: readonly Task[], now: { date: string; time: string }): string {
  if (time >= '12:00' || time > now.time || !tasks.every(({ due }) => due?.date === now.date)) return time
  return `${Number(time.slice(0, 2)) + 12}${time.slice(2)}`
}

/** By two days: each task from its own date. Tasks that get the same date share a call. */
function shifted(tasks: Task[], shift: Duration): Step {
  const byDue = new Map<string, { due: object; taskIds: string[] }>()
  for (const task of tasks) {
    const due = dueAfter(task, shift)
    if (!due) continue
    const key = JSON.stringify(due)
    byDue.set(key, { due, taskIds: [...(byDue.get(key)?.taskIds ?? []), task.id] })
  }
  const changes = [...byDue.values()].map(({ due, taskIds }) => ({ tool: 'update_task', arguments: { taskIds, due } }))
  return changes.length ? { kind: 'calls', calls: changes, tasks } : tell('not-found')
}

function dueAfter({ due }: Task, { unit, count }: Duration): object | undefined {
  if (!due) return undefined
  if (unit === 'months') return { date: addMonths(due.date, count) }
  if (unit === 'days' || unit === 'weeks') return { date: addDays(due.date, unit === 'weeks' ? 7 * count : count) }
  if (!due.time) return undefined
  const [hour = 0, minute = 0] = due.time.split(':').map(Number)
  const minutes = hour * 60 + minute + count * (unit === 'hours' ? 60 : 1)
  const time = [Math.floor(minutes / 60) % 24, minutes % 60].map(part => String(part).padStart(2, '0')).join(':')
  const days = Math.floor(minutes / 1440)
  return { ...(days > 0 && { date: addDays(due.date, days) }), time }
}

export const rename = (intention: Of<'rename'>, reading: Reading) =>
  onTasks(intention, ['open', 'any'], reading, tasks =>
    calls('update_task', { taskIds: idsOf(tasks), title: unquoted(intention.title) }, tasks),
  )

const unquoted = (text: string) => text.replace(/^["'“”«‘’]+|["'“”»‘’]+$/gu, '').trim() || text

export const note = (intention: Of<'note'>, reading: Reading) =>
  onTasks(intention, ['open', 'any'], reading, tasks => {
    const [before] = tasks
    const { notes } = intention
    const whole = notes === undefined ? null : [before?.notes, unquoted(notes)].filter(Boolean).join('\n')
    return calls('update_task', { taskIds: idsOf(tasks), notes: whole }, tasks)
  })

export const tag = (intention: Of<'tag'>, reading: Reading) =>
  onTasks(intention, ['open', 'any'], reading, tasks =>
    calls(
      'update_task',
      {
        taskIds: idsOf(tasks),
        ...(intention.add && { addTags: intention.add.map(named) }),
        ...(intention.remove && { removeTags: intention.remove.map(named) }),
      },
      tasks,
    ),
  )

const named = (name: string) => name.replace(/^#/, '')

export const rate = (intention: Of<'priority'>, reading: Reading) =>
  onTasks(intention, ['open', 'any'], reading, tasks =>
    calls('update_task', { taskIds: idsOf(tasks), priority: intention.priority }, tasks),
  )

/** What is overdue comes first, because it is part of today. */
export const summarize = (period: 'today' | 'week'): Step => ({
  kind: 'calls',
  calls: [
    { tool: 'list_tasks', arguments: { due: 'overdue' } },
    { tool: 'list_tasks', arguments: { due: period } },
  ],
})
