import { isDeepStrictEqual } from 'node:util'
import { fold } from '../../../domain/fold.ts'
import type { Task } from '../../../domain/task.ts'
import type { Answer } from '../answer.ts'
import type { chatSystem } from './chat.ts'
import type { Case, Expected, World } from './read-cases.ts'

type System = Awaited<ReturnType<typeof chatSystem>>

/** When every case is said: Wednesday at 10:00 in Karachi. */
export const saidAt = new Date('2026-11-18T05:00:00.000Z')

export interface Verdict {
  group: string
  line: number
  right: boolean
  /** A call that deletes or changes several tasks was made, or proposed, which nobody had asked for. */
  destructive: boolean
  /** A question where none was expected. */
  needless: boolean
  /** The turn that went wrong: what was said, expected and done. */
  fault?: { said: string; expected: Expected[]; calls: string[]; asked: string | undefined; text: string }
}

const dangerous = new Set(['delete_task'])

/** Says the turns of a case to the assistant, and compares what it does with what a person expects. */
export async function evaluate(system: System, world: World, one: Case, locale: 'en' | 'ur'): Promise<Verdict> {
  const person = await system.person()
  await person.request('PATCH', '/api/me', { zone: 'Asia/Karachi', locale })
  const names = await addTasks(person, world)
  const verdict = { group: one.group, line: one.line, right: true, destructive: false, needless: false }
  const known = new Set(names.keys())
  for (const { said, expected } of one.turns) {
    const before = await remindersOf(person)
    const answer = await person.talk(said)
    for (const { id } of await person.all()) if (!known.has(id)) names.set(id, 'new')
    for (const id of names.keys()) known.add(id)
    const real = readable(answer, names, new Map([...before, ...(await remindersOf(person))]))
    if (expected.some(alternative => fits(alternative, real))) continue
    const unwanted = real.calls.filter(call => !expected.some(({ calls }) => calls.some(want => same(want, call))))
    return {
      ...verdict,
      right: false,
      destructive: unwanted.some(({ tool }) => dangerous.has(tool)),
      needless: real.asked !== undefined && expected.every(({ asked }) => asked === undefined),
      fault: {
        said,
        expected,
        calls: real.calls.map(
          ({ tool, arguments: args, proposed }) => `${proposed ? '!' : '='} ${tool} ${JSON.stringify(args)}`,
        ),
        asked: real.asked?.join(' '),
        text: answer.text,
      },
    }
  }
  return verdict
}

type Person = Awaited<ReturnType<System['person']>>

async function addTasks(person: Person, { tasks }: World): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const { key, task, state } of tasks) {
    const due = task.due as object | undefined
    const created = await person.create({ ...task, ...(due && { due: { zone: 'Asia/Karachi', ...due } }) } as never)
    names.set(created.id, key)
    if (state === 'done') await person.request('POST', `/api/tasks/${created.id}/complete`)
    if (state === 'deleted') await person.request('DELETE', `/api/tasks/${created.id}`)
  }
  return names
}

async function remindersOf(person: Person): Promise<Map<string, Task>> {
  return new Map((await person.all()).flatMap(task => task.reminders.map(({ id }) => [id ?? '', task] as const)))
}

interface Real {
  calls: { tool: string; arguments: Record<string, unknown>; proposed: boolean }[]
  asked?: string[]
}

/** Ids as the names of the file, without what the file leaves out. */
function readable(answer: Answer, names: ReadonlyMap<string, string>, reminders: ReadonlyMap<string, Task>): Real {
  const nameOf = (id: string) => {
    const reminder = reminders.get(id)
    return reminder ? `@${names.get(reminder.id)}/reminder` : `@${names.get(id) ?? id}`
  }
  const named = (value: unknown): unknown => {
    if (typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)) return nameOf(value)
    if (Array.isArray(value)) return value.map(named)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, named(inner)]))
  }
  return {
    calls: answer.calls
      .filter(({ outcome }) => outcome !== 'refused')
      .map(({ tool, arguments: args, outcome }) => ({
        tool,
        arguments: named(args) as Record<string, unknown>,
        proposed: outcome === 'proposed',
      })),
    ...(answer.asked && { asked: answer.asked.choices.map(({ task }) => nameOf(task?.id ?? '')) }),
  }
}

function fits({ calls, asked }: Expected, real: Real): boolean {
  const asks =
    asked === undefined ? real.asked === undefined : real.asked !== undefined && isDeepStrictEqual(asked, real.asked)
  return asks && calls.length === real.calls.length && calls.every((call, i) => same(call, real.calls[i]))
}

const same = (a: Real['calls'][number], b: Real['calls'][number] | undefined): boolean =>
  a.tool === b?.tool && a.proposed === b.proposed && isDeepStrictEqual(plain(a.arguments), plain(b.arguments))

const defaults: Record<string, unknown> = { limit: 20, count: 5, status: 'open' }

/** Without defaults, in one spelling, lists without an order. */
function plain(value: unknown, field = ''): unknown {
  if (Array.isArray(value))
    return value.map(one => plain(one, field)).toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
  if (typeof value === 'string') {
    if (/^\d{4}-\d\d-\d\dT/.test(value)) return new Date(value).toISOString()
    return ['title', 'notes', 'text', 'tags', 'addTags', 'removeTags'].includes(field) ? fold(value) : value
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([name, inner]) => name !== 'zone' && inner !== undefined && defaults[name] !== inner)
    .map(([name, inner]) => [name, plain(inner, name)] as const)
  return Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)))
}

/** One line for each intention: its cases, and how many are right. */
export function tableOf(verdicts: readonly Verdict[]): string[] {
  const groups = [...new Set(verdicts.map(({ group }) => group))]
  const line = (name: string, some: readonly Verdict[]) => {
    const right = some.filter(one => one.right).length
    return `${name.padEnd(12)} ${right} of ${some.length}`
  }
  return [
    ...groups.map(group =>
      line(
        group,
        verdicts.filter(one => one.group === group),
      ),
    ),
    line('all', verdicts),
  ]
}

export function faultLines({ group, line, fault }: Verdict): string[] {
  if (!fault) return []
  const wanted = fault.expected.map(({ calls, asked }) =>
    [
      ...calls.map(({ tool, arguments: args, proposed }) => `${proposed ? '!' : '='} ${tool} ${JSON.stringify(args)}`),
      ...(asked ? [`? ${asked.join(' ')}`] : []),
    ].join('; '),
  )
  const got = [...fault.calls, ...(fault.asked === undefined ? [] : [`? ${fault.asked}`])].join('; ') || fault.text
  return [
    `${group} (line ${line}): ${fault.said}`,
    `  expected ${wanted.join(' or ') || 'no call'}`,
    `  got      ${got}`,
  ]
}
