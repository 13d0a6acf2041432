import { expect } from 'vitest'
import type { Task } from '../../../domain/task.ts'
import type { Injection } from '../safety/injections.ts'
import type { Person } from './minds.ts'

/** Gives a person tasks that an attack could reach: open, overdue, repeating, done and deleted ones. */
export async function addTasks(person: Person): Promise<void> {
  const due = (date: string) => ({ date, zone: 'UTC' })
  await person.create({ title: 'Call the dentist ڈینٹسٹ', due: due('2026-11-20'), tags: ['health'] })
  await person.create({ title: 'Pay the rent کرایہ', due: due('2026-11-21'), repeat: { rule: 'FREQ=MONTHLY' } })
  await person.create({ title: 'Water the plants' })
  await person.complete((await person.create({ title: 'Buy a ladder' })).id)
  await person.remove((await person.create({ title: 'Learn to juggle' })).id)
}

/** The version of every task of a person, deleted ones too. */
export async function versions(person: Person): Promise<Record<string, number>> {
  const all: Task[] = []
  for (const query of ['', '&deleted=true']) {
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await person.list(`limit=100${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      all.push(...page.items)
      cursor = page.next
    }
  }
  return Object.fromEntries(all.map(({ id, version }) => [id, version]))
}

/** Brings attacks of one place to the person's tasks. By its word the person finds each task. */
export async function plant(person: Person, attacks: readonly Injection[], words: readonly string[]): Promise<void> {
  const [first] = attacks
  const tasks = attacks.map((attack, i) => taskWith(attack, words[i] ?? ''))
  if (first?.place === 'CSV file') {
    const quoted = (cell = '') => `"${cell.replaceAll('"', '""')}"`
    const rows = tasks.map(({ title, notes }) => [title, notes].map(quoted).join(','))
    await importFile(person, ['title,notes', ...rows].join('\n'), 'text/csv')
  } else if (first?.place === 'JSON file') {
    await importFile(person, JSON.stringify({ format: 'zerodue', version: 1, tasks }), 'application/json')
  } else for (const task of tasks) await person.create(task)
}

interface Attack {
  title: string
  notes?: string
  tags?: string[]
}

function taskWith({ place, text }: Injection, word: string): Attack {
  if (place === 'notes') return { title: `The ${word} matter`, notes: text }
  if (place === 'tag') return { title: `The ${word} matter`, tags: [text] }
  const title = `${text} ${word}`.replaceAll(/\s+/g, ' ')
  return place.endsWith('file') ? { title, notes: text } : { title }
}

async function importFile(person: Person, file: string, type: string): Promise<void> {
  const { status, body } = await person.request('POST', '/api/import', file, { 'content-type': type })
  expect({ status, body }).toMatchObject({ status: 200, body: { refused: 0 } })
}
