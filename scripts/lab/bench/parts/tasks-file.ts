import { randomInt, randomUUID } from 'node:crypto'
import { people, rare, tags, things, verbs } from './words.ts'

const one = (words: readonly string[]): string => words[randomInt(words.length)] ?? ''
const chance = (share: number): boolean => Math.random() < share

/** A task as an export has it: most have a date, some a time with a reminder, a tenth repeat, a third have notes. */
function anyTask() {
  const at = new Date(Date.UTC(2025, 0, 1) + randomInt(600 * 86_400_000)).toISOString()
  const date = new Date(Date.UTC(2026, 5, 1) + randomInt(400 * 86_400_000)).toISOString().slice(0, 10)
  const due = chance(0.7) ? { date, ...(chance(0.4) && { time: '09:30' }), zone: 'Asia/Karachi' } : null
  const done = chance(0.25)
  return {
    id: randomUUID(),
    version: 1,
    title: `${one(verbs)} the ${one(things)} for ${one(people)} ${one(rare)}`,
    notes: chance(0.3) ? `${one(verbs)} ${one(things)} and then ${one(verbs)} with ${one(people)} ${one(rare)}` : '',
    status: done ? 'done' : 'open',
    priority: `P${1 + randomInt(4)}`,
    tags: [...new Set([one(tags), one(tags)].slice(randomInt(3)))],
    due,
    repeat: due && chance(0.15) ? { rule: 'FREQ=WEEKLY;BYDAY=MO,TH', from: 'due', start: due } : null,
    reminders: due && 'time' in due ? [{ id: randomUUID(), before: 'PT30M' }] : [],
    createdAt: at,
    updatedAt: at,
    completedAt: done ? at : null,
  }
}

/** A JSON export with so many tasks. */
export const jsonFile = (count: number): string =>
  JSON.stringify({ format: 'zerodue', version: 1, tasks: Array.from({ length: count }, anyTask) })

/** A table of another program: title, notes, tags, date and time. */
export const csvFile = (count: number): string =>
  ['Title,Notes,Priority,Labels,Due date,Due time,Status']
    .concat(
      Array.from({ length: count }, (_, i) => {
        const { title, notes, priority, tags, due, status } = anyTask()
        const time = due && 'time' in due ? due.time : ''
        return `${title} ${i},${notes},${priority},"${tags.join(',')}",${due?.date ?? ''},${time},${status}`
      }),
    )
    .join('\n')
