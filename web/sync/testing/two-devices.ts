import * as fc from 'fast-check'
import { ruleText } from '../../../functions/domain/recurrence/rule-text.ts'
import type { Task } from '../../../functions/domain/task.ts'
import { same } from '../../model/same.ts'
import type { Running } from '../create-client.ts'
import type { TestDevice } from './device.ts'

/** One thing that happens to one of two devices. */
export interface Step {
  device: 0 | 1
  act: (typeof acts)[number]
  /** Which of its tasks. */
  pick: number
  value: number
}

const acts = [
  'create',
  'create',
  'create repeating',
  'title',
  'title',
  'notes',
  'priority',
  'tag',
  'untag',
  'due',
  'complete',
  'complete',
  'reopen',
  'skip',
  'remove',
  'restore',
  'snooze',
  'undo',
  'offline',
  'offline',
  'online',
  'lose an answer',
  'restart',
  'wait',
  'wait',
  'wait',
] as const

export const scripts: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    device: fc.constantFrom(0 as const, 1 as const),
    act: fc.constantFrom(...acts),
    pick: fc.nat(20),
    value: fc.nat(6),
  }),
  { minLength: 5, maxLength: 40 },
)

export interface World {
  devices: [TestDevice, TestDevice]
  /** A tab of that device. */
  open: (device: TestDevice) => Promise<Running>
  /** Every task that is there now, deleted ones too. */
  tasks: () => Promise<Task[]>
  /** Lets what is on its way get a little farther. */
  wait: () => Promise<void>
}

export interface Result {
  /** Ids that people chose, and those at the server. */
  created: string[]
  refused: string[]
  server: Task[]
  devices: [Task[], Task[]]
}

/** Plays a script, brings both devices back to the network, and answers what each has when nothing moves any more. */
export async function play(script: Step[], world: World): Promise<Result> {
  const tabs = [await world.open(world.devices[0]), await world.open(world.devices[1])] as [Running, Running]
  const created: string[] = []
  for (const [i, step] of script.entries()) {
    const device = world.devices[step.device]
    if (step.act === 'offline') device.offline()
    else if (step.act === 'online') device.online()
    else if (step.act === 'lose an answer') device.weather = device.weather === 'fine' ? 'answer-lost' : device.weather
    else if (step.act === 'wait') await world.wait()
    else if (step.act === 'restart') {
      await device.close()
      tabs[step.device] = await world.open(device)
    } else created.push(...act(tabs[step.device], step, i))
  }
  for (const device of world.devices) device.online()
  const server = await equal(tabs, world)
  const refused = tabs.flatMap(tab => [...tab.session().hub.replica.operations.values()].map(one => one.taskId))
  return { created, refused, server, devices: [shownBy(tabs[0]), shownBy(tabs[1])] }
}

/** What a person does. Answers the ids of new tasks. */
function act({ client }: Running, { act, pick, value }: Step, i: number): string[] {
  const ids = [...client.tasks.value.keys(), ...client.deleted.value.keys()]
  const id = ids[pick % Math.max(1, ids.length)] ?? ''
  const task = client.tasks.value.get(id)
  const date = `2026-12-0${value + 1}`
  if (act === 'create') return client.create([{ title: `task ${i}`, tags: [`tag${value}`] }]).ids
  if (act === 'create repeating') {
    const due = { date, time: '09:00', zone: 'UTC' }
    const repeat = { rule: ruleText('FREQ=DAILY'), from: 'due' as const }
    return client.create([{ title: `series ${i}`, due, repeat, reminders: [{ before: 'PT30M' }] }]).ids
  }
  if (act === 'title') client.update(id, { title: `title ${i}` })
  else if (act === 'notes') client.update(id, { notes: `notes ${value}` })
  else if (act === 'priority') client.update(id, { priority: `P${(value % 4) + 1}` as Task['priority'] })
  else if (act === 'tag') client.update(id, { tags: [...new Set([...(task?.tags ?? []), `tag${value}`])] })
  else if (act === 'untag') client.update(id, { tags: (task?.tags ?? []).slice(1) })
  else if (act === 'due') client.update(id, { due: value ? { date, zone: 'UTC' } : null })
  else if (act === 'snooze') client.snooze(id, task?.reminders[0]?.id ?? '', { minutes: value + 1 })
  else if (act === 'undo') client.undo()
  else if (act !== 'offline' && act !== 'online' && act !== 'lose an answer' && act !== 'restart' && act !== 'wait')
    client[act](id)
  return []
}

/** Waits until both show what the server has and nothing waits any more. */
async function equal(tabs: [Running, Running], world: World): Promise<Task[]> {
  for (;;) {
    const server = await world.tasks()
    const isThere = server.filter(task => !task.deletedAt)
    const all = tabs.every(tab => tab.client.waiting.value === 0 && same(byId(shownBy(tab)), byId(isThere)))
    if (all) return server
    await world.wait()
  }
}

/** Without what was refused: that is not at the server, and shows here until somebody decides. */
export function shownBy({ client, session }: Running): Task[] {
  const { replica } = session().hub
  return [...client.tasks.value.values()]
    .filter(task => replica.tasks.has(task.id) && !task.deletedAt)
    .map(({ pending: _, refused: __, conflicts: ___, expected: ____, ...task }) => task)
}

const byId = (tasks: Task[]) => Object.fromEntries(tasks.map(task => [task.id, task]))
