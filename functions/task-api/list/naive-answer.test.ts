import { randomUUID } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { create } from '../../domain/create.ts'
import { wordsOf } from '../../domain/fold.ts'
import type { Task } from '../../domain/task.ts'
import { insertTasks } from '../queries.ts'
import { toColumns } from '../task-row.ts'
import { taskApi } from '../testing/signed-in.ts'

const { signedIn, clock, sql } = await taskApi()

/** More than the rows that the first scans of a list read. */
const many = 1700

const tagNames = ['home', 'garden', 'travel', 'someday']
/** No two words are similar, so a typing error has one correction. `every` common words are in that share of the titles. */
const words: Record<string, number> = { plumber: 1, kitchen: 2, dentist: 9, mattress: 40, vaccination: 600 }
const mistyped: Record<string, string> = {
  kicthen: 'kitchen',
  dentst: 'dentist',
  matresss: 'mattress',
  vacination: 'vaccination',
}

const task = (n: number): Task => {
  const within = Object.entries(words).filter(([, every]) => (n * 7919) % every === 0)
  const date = new Date(Date.UTC(2026, 10, 1 + ((n * 31) % 40))).toISOString().slice(0, 10)
  const made = create(
    {
      title: [`Task ${(n * 13) % 500}`, ...within.map(([word]) => word)].join(' '),
      notes: n % 11 ? '' : 'The notes mention asparagus and the dentist',
      priority: (['P1', 'P2', 'P3', 'P4'] as const)[(n * 3) % 4] ?? 'P4',
      tags: tagNames.filter((_, i) => n % (3 + 4 * i) === 0),
      due: n % 5 === 0 ? null : { date, ...(n % 3 === 0 && { time: '09:00' }), zone: 'UTC' },
      repeat: null,
      reminders: [],
      occurrence: 1,
    },
    new Date(Date.UTC(2026, 9, 1, 0, (n * 17) % 900)),
    randomUUID,
  )
  return n % 4 ? made : { ...made, status: 'done', completedAt: made.updatedAt }
}

const query = fc.record(
  {
    q: fc.array(fc.constantFrom(...Object.keys(words), ...Object.keys(mistyped), 'task', 'ki', 'asparagus', 'qqxx'), {
      minLength: 1,
      maxLength: 2,
    }),
    tag: fc.uniqueArray(fc.constantFrom(...tagNames), { minLength: 1, maxLength: 2 }),
    tagMode: fc.constantFrom('any', 'all'),
    status: fc.constantFrom('open', 'done'),
    priority: fc.uniqueArray(fc.constantFrom('P1', 'P2', 'P3', 'P4'), { minLength: 1, maxLength: 3 }),
    due: fc.constantFrom('none', 'overdue'),
    key: fc.constantFrom('due', 'priority', 'created', 'title'),
  },
  { requiredKeys: ['key'] },
)
type Query = typeof query extends fc.Arbitrary<infer T> ? T : never

test('every list is, page by page, the one that a filter and a sort of all tasks give', async () => {
  const [ana, bob] = [await signedIn(), await signedIn()]
  const tasks = Array.from({ length: many }, (_, n) => task(n))
  for (let from = 0; from < many; from += 100) {
    await insertTasks(sql, { userId: ana.userId }, tasks.slice(from, from + 100), [])
    await insertTasks(sql, { userId: bob.userId }, tasks.slice(from, from + 100).map(withOtherId), [])
  }

  const property = fc.asyncProperty(
    query,
    fc.boolean(),
    fc.constantFrom(7, 50, 100),
    async (asked, reversed, limit) => {
      const expected = naive(tasks, asked).sort(by(asked.key))
      if (reversed) expected.reverse()
      const found: string[] = []
      // Some pages of a long list are enough.
      for (let next: string | null = '', page = 0; next !== null && page < 4; page++) {
        const list: { items: Task[]; next: string | null } = await ana.list(
          `${asText(asked, reversed)}&limit=${limit}${next && `&cursor=${next}`}`,
        )
        found.push(...list.items.map(({ id }) => id))
        next = list.next
        expect(next === null).toBe(found.length === expected.length)
      }
      expect(found).toEqual(expected.slice(0, found.length).map(({ id }) => id))
    },
  )
  await fc.assert(property, { numRuns: 150 })
})

const withOtherId = (one: Task): Task => ({ ...one, id: randomUUID() })

function asText({ key, q, ...filters }: Query, reversed: boolean): string {
  const parameters = new URLSearchParams({ sort: reversed ? `-${key}` : key, ...(q && { q: q.join(' ') }) })
  for (const [name, values] of Object.entries(filters))
    for (const value of [values].flat()) parameters.append(name, value)
  return parameters.toString()
}

function naive(tasks: Task[], { q = [], tag = [], tagMode = 'all', status, priority, due }: Query): Task[] {
  const today = clock.now.toISOString().slice(0, 10)
  const overdue = ({ status, due, dueAt }: Task) =>
    status === 'open' && due !== null && (due.time && dueAt ? new Date(dueAt) < clock.now : due.date < today)
  return tasks.filter(one => {
    const columns = toColumns(one)
    const all = wordsOf(`${columns.title_words} ${columns.notes_words}`)
    const has = (word: string) => all.some(other => other.startsWith(word)) || all.includes(mistyped[word] ?? '#')
    const tagged = tag.filter(name => one.tags.includes(name))
    return (
      q.every(has) &&
      (!tag.length || (tagMode === 'all' ? tagged.length === tag.length : tagged.length > 0)) &&
      (!status || one.status === status) &&
      (!priority || priority.includes(one.priority)) &&
      (!due || (due === 'none' ? one.due === null : overdue(one)))
    )
  })
}

/** The sort values as text, in an order that comparing text gives. */
const by = (key: Query['key']) => (one: Task, other: Task) => {
  const [a, b] = [one, other].map(each => {
    const { due_order, title_order } = toColumns(each)
    const values = {
      due: [due_order, each.priority],
      priority: [each.priority, due_order],
      created: [each.createdAt],
      title: [title_order],
    }
    return [...values[key], each.id]
  })
  for (const [i, value] of (a ?? []).entries()) if (value !== b?.[i]) return value < (b?.[i] ?? '') ? -1 : 1
  return 0
}
