import * as fc from 'fast-check'
import { ruleText } from '../../../functions/domain/recurrence/rule-text.ts'
import type { Task } from '../../../functions/domain/task.ts'
import { same } from '../../model/same.ts'
import type { RunningClient } from '../create-client.ts'
import type { TestDevice } from './device.ts'

/** After this time the devices count as never converging. A busy machine needs less. */
const convergeMs = 60_000

/** One step of a script on one of two devices. */
export interface Step {
  device: 0 | 1
  act: (typeof acts)[number]
  /** Picks one of its tasks. */
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
  /** Opens a tab of the device. */
  open: (device: TestDevice) => Promise<RunningClient>
  /** Every task of the server, deleted ones too. */
  tasks: () => Promise<Task[]>
  /** Gives pending requests time to advance. */
  wait: () => Promise<void>
}

export interface Result {
  /** Ids of the tasks that the script created. */
  created: string[]
  refused: string[]
  server: Task[]
  devices: [Task[], Task[]]
}

/** Plays a script, brings both devices online, and returns what each has when everything is synchronized. */
export async function play(script: Step[], world: World): Promise<Result> {
  const tabs = [await world.open(world.devices[0]), await world.open(world.devices[1])] as [
    RunningClient,
    RunningClient,
  ]
  const created: string[] = []
  for (const [i, step] of script.entries()) {
    const device = world.devices[step.device]
    if (step.act === 'offline') device.offline()
    else if (step.act === 'online') device.online()
    else if (step.act === 'lose an answer')
      device.network = device.network === 'online' ? 'answer-lost' : device.network
    else if (step.act === 'wait') await world.wait()
    else if (step.act === 'restart') {
      await device.close()
      tabs[step.device] = await world.open(device)
    } else created.push(...act(tabs[step.device], step, i))
  }
  for (const device of world.devices) device.online()
  const server = await converge(tabs, world)
  const refused = tabs.flatMap(tab => [...tab.session().hub.replica.operations.values()].map(one => one.taskId))
  return { created, refused, server, devices: [shownBy(tabs[0]), shownBy(tabs[1])] }
}

/** Performs one action. Returns the ids of new tasks. */
function act({ client }: RunningClient, { act, pick, value }: Step, i: number): string[] {
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

/** Waits until both devices show the server's tasks and no operation waits. Refused changes of deleted tasks are discarded. */
async function converge(tabs: [RunningClient, RunningClient], world: World): Promise<Task[]> {
  for (const end = performance.now() + convergeMs; performance.now() < end; ) {
    const server = await world.tasks()
    const existing = server.filter(task => !task.deletedAt)
    const all = tabs.every(tab => tab.client.waiting.value === 0 && same(byId(shownBy(tab)), byId(existing)))
    if (all) return server
    for (const { client, session } of tabs)
      for (const { id, problem } of session().hub.replica.operations.values())
        if (problem?.refused === 'task-deleted') client.discard(id)
    await world.wait()
  }
  throw new Error(`The devices do not converge: ${JSON.stringify(await differences(tabs, world))}`)
}

/** What each device lacks of the server's tasks, or has besides them. */
async function differences(tabs: [RunningClient, RunningClient], world: World): Promise<object[]> {
  const existing = byId((await world.tasks()).filter(task => !task.deletedAt))
  return tabs.map(tab => {
    const shown = byId(shownBy(tab))
    const ids = [...new Set([...Object.keys(existing), ...Object.keys(shown)])]
    const { operations, expected } = tab.session().hub.replica
    return {
      tasks: ids.filter(id => !same(existing[id], shown[id])).map(id => [existing[id], shown[id]]),
      operations: [...operations.values()],
      expected: [...expected.values()],
    }
  })
}

/** The shown tasks without refused new ones, which are not at the server. */
export function shownBy({ client, session }: RunningClient): Task[] {
  const { replica } = session().hub
  return [...client.tasks.value.values()]
    .filter(task => replica.tasks.has(task.id) && !task.deletedAt)
    .map(({ pending: _, refused: __, conflicts: ___, expected: ____, ...task }) => task)
}

const byId = (tasks: Task[]) => Object.fromEntries(tasks.map(task => [task.id, task]))
