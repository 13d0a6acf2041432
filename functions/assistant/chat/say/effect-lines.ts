import type { Speaker } from '../check/person.ts'
import type { Call } from '../check/step.ts'
import { instantInWords, isolated, leadInWords, momentInWords, wordsIn } from './format.ts'
import { ruleInWords } from './rule-in-words.ts'
import type { Words } from './words.ts'

/** What a call would do, as the tools describe it. */
export interface Effect {
  tool: string
  changes?: Changes
  tasks: readonly { id: string; title: string; changes?: Changes }[]
}
type Changes = Readonly<Record<string, unknown>>

/** The verb of the question says these already. */
const said = new Set(['status', 'deleted'])

/** The exact change, line by line: "Due: Fri 20 Nov → Mon 23 Nov". */
export function effectLines({ changes, tasks }: Effect, speaker: Speaker): string[] {
  const words = wordsIn(speaker.language)
  const own = tasks.flatMap(task =>
    changeLines(task.changes, speaker, words).map(line =>
      tasks.length > 1 ? `${isolated(task.title, 40)}: ${line}` : line,
    ),
  )
  return [...changeLines(changes, speaker, words), ...own]
}

const changeLines = (changes: Changes = {}, speaker: Speaker, words: Words): string[] =>
  Object.entries(changes).flatMap(([field, change]) =>
    said.has(field) ? [] : [`${words.fields[field] ?? field}: ${changeInWords(field, change, speaker, words)}`],
  )

function changeInWords(field: string, change: unknown, speaker: Speaker, words: Words): string {
  if (typeof change !== 'object' || change === null) return isolated(String(change))
  if ('from' in change && 'to' in change)
    return `${valueInWords(field, change.from, speaker, words)} → ${valueInWords(field, change.to, speaker, words)}`
  const { added = [], removed = [] } = change as { added?: string[]; removed?: string[] }
  return [...added.map(tag => `+ ${isolated(`#${tag}`)}`), ...removed.map(tag => `− ${isolated(`#${tag}`)}`)].join(', ')
}

function valueInWords(field: string, value: unknown, speaker: Speaker, words: Words): string {
  if (value === null || value === undefined || value === '') return words.none
  if (field === 'due') return momentInWords(value as { date: string; time?: string }, speaker)
  if (field === 'repeat') return ruleInWords((value as { rule: string }).rule, speaker.language)
  if (field === 'priority') return words.priorities[value as 'P1'] ?? String(value)
  return isolated(String(value), 60)
}

/** Calls that are proposed before any of them has described its effect: which tasks, and each value that they would get. */
export function callLines(calls: readonly Call[], titles: ReadonlyMap<string, string>, speaker: Speaker): string[] {
  return calls.map(({ arguments: args }) => {
    const { taskIds = [], taskId } = args as { taskIds?: string[]; taskId?: string }
    const named = [...taskIds, ...(taskId ? [taskId] : [])].map(id => isolated(titles.get(id) ?? '', 40)).join(', ')
    const values = valueLines(args, speaker)
    return [named, values.join(', ')].filter(Boolean).join(': ')
  })
}

function valueLines(args: Call['arguments'], speaker: Speaker): string[] {
  const words = wordsIn(speaker.language)
  const { add, remove, addTags, removeTags, ...fields } = args as Record<string, unknown> & {
    add?: { before: string } | { at: string }
    remove?: string
  }
  const shown = Object.entries(fields).filter(([field]) => field in words.fields)
  return [
    ...shown.map(([field, value]) => `${words.fields[field]} → ${newValue(field, value, speaker, words)}`),
    ...hashes('+', addTags),
    ...hashes('−', removeTags),
    ...(add ? ['before' in add ? leadInWords(add.before, words) : instantInWords(add.at, speaker)] : []),
    ...(remove ? [`− ${words.fields.reminders}`] : []),
  ]
}

const hashes = (sign: string, tags: unknown): string[] =>
  ((tags ?? []) as string[]).map(tag => `${sign} ${isolated(`#${tag}`)}`)

function newValue(field: string, value: unknown, speaker: Speaker, words: Words): string {
  if (field === 'due' && value && !(value as { date?: string }).date)
    return (value as { time?: string }).time ?? words.none
  if (Array.isArray(value)) return value.map(one => isolated(`#${one}`)).join(', ')
  return valueInWords(field, value, speaker, words)
}
