import type { Reminder } from '../../../../domain/reminder.ts'
import type { Task } from '../../../../domain/task.ts'
import { addDays, instantOf, localAt } from '../../../../domain/zone.ts'
import type { Reading } from '../../check/ground.ts'
import { bare, leadIn, lengthIn, type Moment, minutesOf, momentIn } from '../../check/moment.ts'
import type { Speaker } from '../../check/person.ts'
import { calls, type Step, tell } from '../../check/step.ts'
import { clauseOf, foldText, foldUrdu, wordEnd, wordStart } from '../../rules/clause.ts'
import type { Intention } from '../intention.ts'
import { onTasks } from '../task/steps.ts'

type Of<K extends Intention['intent']> = Extract<Intention, { intent: K }>

export async function remind(intention: Of<'remind'>, reading: Reading): Promise<Step | undefined> {
  const { which, when = '' } = intention
  const joined = which === when
  const lead = leadIn(when)
  const moment = lead ? undefined : momentIn(when, reading.speaker)
  if (moment?.repeat) return undefined
  const words = joined ? (lead?.rest ?? moment?.rest ?? which) : which
  return onTasks(
    intention,
    'open',
    reading,
    ([task, ...more]) => {
      if (!task || more.length) return undefined
      const add = lead ? { before: lead.before } : reminderAt(moment, task, reading.speaker)
      if (!add) return { kind: 'ask', slot: 'when', choices: [], intention, tasks: [task] }
      if ('before' in add && !task.due) return { kind: 'ask', slot: 'when', choices: [], intention, tasks: [task] }
      return calls('set_reminder', { taskId: task.id, add }, [task])
    },
    bare(words) || 'it',
  )
}

/** Without a moment: when the task is due. A time alone is that of its day, or the next one that comes. */
function reminderAt(
  moment: Moment | undefined,
  task: Task,
  { now, zone, morning }: Speaker,
): { before: string } | { at: string } | undefined {
  if (!moment?.date && !moment?.shift) return task.due ? { before: 'PT0M' } : undefined
  if (moment.shift) return { at: new Date(now.getTime() + minutesOf(moment.shift) * 60_000).toISOString() }
  const { date = '', time = morning, onlyTime } = moment
  const onItsDay = onlyTime && task.due && instantOf(task.due.date, time, zone)
  if (onItsDay && onItsDay > now) return { at: onItsDay.toISOString() }
  const at = instantOf(date, time, zone)
  return { at: (at > now ? at : instantOf(addDays(date, 1), time, zone)).toISOString() }
}

export const unremind = (intention: Of<'unremind'>, reading: Reading) =>
  onTasks(intention, 'open', reading, tasks => {
    const removed = tasks.flatMap(task => task.reminders.map(({ id }) => ({ taskId: task.id, remove: id })))
    if (!removed.length) return tell('no-reminder')
    return { kind: 'calls', calls: removed.map(one => ({ tool: 'set_reminder', arguments: one })), tasks }
  })

export async function snooze(intention: Of<'snooze'>, reading: Reading): Promise<Step | undefined> {
  const heard = intention.when === undefined ? undefined : later(intention.when, reading.speaker)
  // Words that are no moment belong to the task.
  const which =
    heard || intention.when === undefined ? intention.which : `${intention.which ?? ''} ${intention.when}`.trim()
  const until = heard ?? later(which ?? '', reading.speaker)
  const words = which && bare(until && !heard ? until.rest : which)
  const named = words && withoutAlarm(words)
  const snoozed = (task: Task, reminder: Reminder) =>
    calls('snooze_reminder', { taskId: task.id, reminderId: reminder.id, ...(until?.until ?? { minutes: 10 }) }, [task])
  if (named)
    return onTasks(
      { intent: 'unremind', which: named },
      'open',
      reading,
      ([task]) => {
        const reminder = task && latest(task.reminders)
        return task && reminder ? snoozed(task, reminder) : tell('no-reminder')
      },
      named,
    )
  const last = await lastFired(reading)
  return last ? snoozed(last.task, last.reminder) : tell('no-reminder')
}

const alarm = new RegExp(
  `${wordStart}(?:${foldUrdu('reminders?|alarm|notification|one|ka|ki|wala|wali|کا|کی|والا|والی|الارم|ریمائنڈر|یاد ?دہانی')})${wordEnd}`,
  'g',
)
const withoutAlarm = (words: string) => foldText(words).replace(alarm, ' ').replaceAll(/\s+/g, ' ').trim()

const tomorrowMorning = new RegExp(
  `(?:${foldUrdu('tomorrow(?: in the)? morning|kal (?:subah|subha)|کل (?:صبح|سویرے)')})(?: (?:tak|ko|تک|کو))?`,
)

function later(words: string, speaker: Speaker): { until: object; rest: string } | undefined {
  const clause = clauseOf(words)
  const morning = tomorrowMorning.exec(clause.text)
  if (morning && !/\d/.test(clause.text.slice(morning.index)))
    return {
      until: { until: 'tomorrow-morning' },
      rest: `${clause.quote(0, morning.index)} ${clause.quote(morning.index + morning[0].length, clause.text.length)}`,
    }
  const isClock = /\d(?::\d\d)? ?(?:am|pm|baje|bajay|بجے)|(?:until|till|tak|تک)/i.test(words)
  const clock = isClock ? momentIn(words, speaker) : undefined
  const length = clock?.date ? undefined : lengthIn(words)
  if (length) {
    const rest = `${clause.quote(0, length.from)} ${clause.quote(length.to, clause.text.length)}`
    return { until: { minutes: minutesOf(length.duration) }, rest }
  }
  const { date, time = speaker.morning, rest } = momentIn(words, speaker)
  if (!date) return undefined
  const at = instantOf(date, time, speaker.zone)
  const today = localAt(speaker.now, speaker.zone).date
  const until = at > speaker.now ? at : instantOf(addDays(today, 1), time, speaker.zone)
  return { until: { until: until.toISOString() }, rest }
}

/** The reminder that came last, or else the next one. */
const latest = (reminders: readonly Reminder[]): Reminder | undefined =>
  reminders.toSorted((a, b) => momentOf(b).localeCompare(momentOf(a)))[0]
const momentOf = ({ snoozedUntil, firedAt }: Reminder) => snoozedUntil ?? firedAt ?? ''

async function lastFired({ tool, known }: Reading): Promise<{ task: Task; reminder: Reminder } | undefined> {
  for (const state of ['fired', 'snoozed']) {
    const { body } = await tool.api.call('GET', '/api/reminders', { query: { state, limit: 50 } })
    const { items } = body as { items: { taskId: string; id: string; at: string }[] }
    const last = items.toSorted((a, b) => b.at.localeCompare(a.at))[0]
    const found = last && (await taskOf(last.taskId))
    const reminder = found?.reminders.find(({ id }) => id === last?.id)
    if (found && reminder) return { task: found, reminder }
  }
  for (const id of known.focus) {
    const task = await taskOf(id)
    const reminder = task && latest(task.reminders)
    if (task && reminder) return { task, reminder }
  }
  return undefined

  async function taskOf(id: string): Promise<Task | undefined> {
    return tool.api.call('GET', `/api/tasks/${id}`).then(
      ({ body }) => body as Task,
      () => undefined,
    )
  }
}
