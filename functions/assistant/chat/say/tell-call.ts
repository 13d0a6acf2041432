import type { Speaker } from '../check/person.ts'
import type { Call } from '../check/step.ts'
import { instantInWords, isolated, leadInWords, momentInWords, titlesOf, wordsIn } from './format.ts'
import { ruleInWords } from './rule-in-words.ts'
import { type Shown, type ShownTask, tasksIn } from './shown.ts'
import type { Words } from './words.ts'

/** What a call has done, or what it has read, in words. */
export function tellCall({ tool, arguments: args }: Call, shown: Shown, speaker: Speaker): string {
  const words = wordsIn(speaker.language)
  const tasks = tasksIn(shown)
  const titles = titlesOf(tasks, words)
  if (shown.unchanged) return words.unchanged(titles)
  switch (tool) {
    case 'add_task':
      return shown.repeated ? words.addedBefore(titles) : words.added(titles, detailsOf(tasks[0], speaker))
    case 'complete_task':
      return words.completed(titles)
    case 'reopen_task':
      return words.reopened(titles)
    case 'delete_task':
      return words.deleted(titles)
    case 'restore_task':
      return words.restored(titles)
    case 'skip_occurrence':
      return words.skipped(titles, undefined)
    case 'update_task':
      return updated(args, tasks, titles, speaker)
    case 'set_reminder':
      return reminded(args, titles, speaker)
    case 'snooze_reminder':
      return words.snoozed(titles, untilIn(args, tasks[0], speaker))
    default:
      return tellReading(tool, shown, speaker, words)
  }
}

function detailsOf(task: ShownTask | undefined, speaker: Speaker): string[] {
  const words = wordsIn(speaker.language)
  const { due, repeat, priority, tags } = (task ?? {}) as ShownTask & { repeat?: { rule: string } }
  return [
    ...(due ? [momentInWords(due, speaker)] : []),
    ...(repeat ? [ruleInWords(repeat.rule, speaker.language)] : []),
    ...(priority && priority !== 'P4' ? [words.reasons.priority(words.priorities[priority])] : []),
    ...(tags ?? []).map(tag => isolated(`#${tag}`)),
  ]
}

function updated(args: Call['arguments'], tasks: ShownTask[], titles: string, speaker: Speaker): string {
  const words = wordsIn(speaker.language)
  const { title, notes, due, repeat, priority, addTags, removeTags } = args as {
    title?: string
    notes?: string | null
    due?: object | null
    repeat?: { rule: string } | null
    priority?: 'P1'
    addTags?: string[]
    removeTags?: string[]
  }
  const hashes = (tags: string[] = []) => tags.map(tag => isolated(`#${tag}`)).join(', ')
  const [first] = tasks
  const dues = [...new Set(tasks.map(task => (task.due ? momentInWords(task.due, speaker) : words.none)))]
  return [
    ...(title === undefined ? [] : [words.renamed(titles)]),
    ...(notes === undefined ? [] : [notes === null ? words.notesCleared(titles) : words.noted(titles)]),
    ...(due === undefined || (repeat && due)
      ? []
      : [due === null || !first?.due ? words.undated(titles) : words.due(titles, dues.join(', '), tasks.length > 1)]),
    ...(repeat === undefined || due === null
      ? []
      : [repeat ? words.repeats(titles, ruleInWords(repeat.rule, speaker.language)) : words.repeatsNoMore(titles)]),
    ...(priority === undefined ? [] : [words.rated(titles, words.priorities[priority])]),
    ...(addTags || removeTags ? [words.tagged(titles, hashes(addTags), hashes(removeTags))] : []),
  ].join(' ')
}

function reminded(args: Call['arguments'], titles: string, speaker: Speaker): string {
  const words = wordsIn(speaker.language)
  const { add } = args as { add?: { before: string } | { at: string } }
  if (!add) return words.reminderRemoved(titles)
  const when = 'before' in add ? leadInWords(add.before, words) : instantInWords(add.at, speaker)
  return words.reminderSet(titles, when)
}

function untilIn(args: Call['arguments'], task: ShownTask | undefined, speaker: Speaker): string {
  const reminders = (task?.reminders ?? []) as { id?: string; snoozedUntil?: string }[]
  const until = reminders.find(({ id }) => id === args.reminderId)?.snoozedUntil
  return until ? instantInWords(until, speaker) : wordsIn(speaker.language).none
}

interface Reminder {
  title?: string
  at: string
}
interface Entry {
  time: string
  event: string
  title?: string
  by?: string
}

const mostLines = 20

/** The tasks themselves are shown as rows: the words only say how many there are. */
function tellReading(tool: string, shown: Shown, speaker: Speaker, words: Words): string {
  const tasks = tasksIn(shown)
  switch (tool) {
    case 'list_tasks':
      return tasks.length ? words.list(tasks.length, Boolean(shown.next)) : words.emptyList
    case 'find_task':
      return tasks.length ? words.found(tasks.length) : words.foundNothing
    case 'list_recurring_tasks':
      return tasks.length ? words.recurring(tasks.length) : words.noRecurring
    case 'list_tags': {
      const tags = (shown.tags ?? []) as { name: string; open: number }[]
      return tags.length
        ? lines(
            words.tags,
            tags.map(({ name, open }) => `${isolated(`#${name}`)} (${open})`),
          )
        : words.noTags
    }
    case 'list_reminders': {
      const reminders = (shown.reminders ?? []) as Reminder[]
      const each = reminders.map(({ title = '', at }) => `${isolated(title)}, ${instantInWords(at, speaker)}`)
      return reminders.length ? lines(words.reminders(reminders.length), each) : words.noReminders
    }
    case 'preview_recurrence': {
      const { dates = [], words: rule } = shown as { dates?: string[]; words?: { en: string; ur: string } }
      const each = dates.map(date => {
        const [day = '', time] = date.split(' ')
        return momentInWords({ date: day, time }, speaker)
      })
      return lines(words.dates((speaker.language === 'ur' ? rule?.ur : rule?.en) ?? ''), each)
    }
    case 'get_history': {
      // What the assistant did is there as the change of the task; sign-ins are not about tasks.
      const events = ((shown.events ?? []) as Entry[]).filter(({ event }) => event in words.events)
      const each = events.map(({ time, event, title }) => {
        const name = words.events[event] ?? event
        return `${instantInWords(time, speaker)}: ${name}${title ? ` ${isolated(title)}` : ''}`
      })
      return events.length ? lines(words.history, each) : words.noHistory
    }
    default:
      return ''
  }
}

const lines = (head: string, items: readonly string[]) =>
  [head, ...items.slice(0, mostLines).map(item => `• ${item}`)].join('\n')
