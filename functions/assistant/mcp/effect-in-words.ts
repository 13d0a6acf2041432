/** What a call would do, as the tools describe it. */
interface Effect {
  tool: string
  canBeUndoneUntil?: string
  /** The changes that all tasks share. */
  changes?: Changes
  tasks: readonly { title: string; changes?: Changes }[]
}
type Changes = Record<string, unknown>

export type Locale = 'en' | 'ur'

interface Words {
  verbs: Record<string, string>
  /** A tool without a verb of its own. */
  other: string
  heading(verb: string, count: number): string
  undo(until: string): string
  agree: string
}

const words: Record<Locale, Words> = {
  en: {
    verbs: {
      complete_task: 'Complete',
      reopen_task: 'Reopen',
      delete_task: 'Delete',
      restore_task: 'Restore',
      update_task: 'Change',
    },
    other: 'Change',
    heading: (verb, count) => `${verb} ${count === 1 ? 'this task' : `these ${count} tasks`}?`,
    undo: until => `This can be undone until ${until}.`,
    agree: 'Do this',
  },
  ur: {
    verbs: {
      complete_task: 'مکمل کریں',
      reopen_task: 'دوبارہ کھولیں',
      delete_task: 'حذف کریں',
      restore_task: 'بحال کریں',
      update_task: 'تبدیل کریں',
    },
    other: 'تبدیل کریں',
    heading: (verb, count) => (count === 1 ? `یہ کام ${verb}؟` : `یہ ${count} کام ${verb}؟`),
    undo: until => `اسے ${until} تک واپس لیا جا سکتا ہے۔`,
    agree: 'یہ کریں',
  },
}

/** The effect of a call as a question to the person, in their language. Clients show it as plain text. */
export function effectInWords(effect: object, locale: Locale): { question: string; agree: string } {
  const { tool, canBeUndoneUntil, changes, tasks } = effect as Effect
  const { verbs, other, heading, undo, agree } = words[locale]
  const lines = [
    heading(verbs[tool] ?? other, tasks.length),
    ...changeLines(changes),
    ...tasks.flatMap(task => [`• ${task.title}`, ...changeLines(task.changes)]),
    ...(canBeUndoneUntil ? [undo(canBeUndoneUntil.slice(0, 10))] : []),
  ]
  return { question: lines.join('\n'), agree }
}

/** The verb of the question says these already. */
const said = ['status', 'deleted']

const changeLines = (changes: Changes = {}): string[] =>
  Object.entries(changes).flatMap(([field, change]) =>
    said.includes(field) ? [] : `  ${field}: ${changeInWords(change)}`,
  )

function changeInWords(change: unknown): string {
  if (typeof change !== 'object' || change === null) return text(change)
  if ('from' in change && 'to' in change) return `${text(change.from)} → ${text(change.to)}`
  const { added, removed } = change as { added?: string[]; removed?: string[] }
  return [...(added ?? []).map(tag => `+ ${tag}`), ...(removed ?? []).map(tag => `− ${tag}`)].join(', ')
}

/** Nothing at all is a dash; a due or a rule is shown by its values. */
function text(value: unknown): string {
  if (value === null || value === undefined) return '–'
  if (typeof value !== 'object') return String(value)
  return Object.values(value).map(text).join(' ')
}
