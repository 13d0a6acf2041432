// The child process of another person. It clicks while an attack runs, so that the attacker's own work on this machine does
// not share a thread with the measurement.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { answerParent, input } from '../bench/parts/child.ts'
import type { Waits } from './waits.ts'

const { address, cookie } = input<{ address: string; cookie: string }>()
/** What takes longer is given up and counts as this long. */
const mostMs = 60_000
const betweenClicksMs = 100
const betweenLooksMs = 50

let waits: Waits
let running: AbortController
let loops: Promise<unknown>

answerParent(
  {},
  {
    begin() {
      waits = { posts: [], health: [], occurrences: [], reminders: [], refused: 0 }
      running = new AbortController()
      loops = Promise.all([repeat(click, betweenClicksMs), repeat(look, betweenClicksMs), repeat(moveOn, 100)])
    },
    async end() {
      running.abort()
      await loops
      return waits
    },
  },
)

/** Always finishes what it began: a wait that an attack has caused may end after the attack. */
async function repeat(step: () => Promise<void>, pauseMs: number): Promise<void> {
  const { signal } = running
  do {
    await step()
    await pause(pauseMs)
  } while (!signal.aborted)
}

async function click(): Promise<void> {
  const began = performance.now()
  const status = await ask('POST', '/api/tasks', { title: 'A click' }).then(({ status }) => status)
  waits.posts.push(performance.now() - began)
  if (status !== 201) waits.refused++
}

async function look(): Promise<void> {
  const began = performance.now()
  await ask('GET', '/health')
  waits.health.push(performance.now() - began)
}

/** Completes a repeating task, and waits until its next occurrence is listed and the reminder of that is planned. */
async function moveOn(): Promise<void> {
  const tag = randomUUID()
  const began = performance.now()
  const made = await ask('POST', '/api/tasks', {
    title: 'Pay the rent',
    tags: [tag],
    due: { date: '2030-01-31', time: '09:00', zone: 'Asia/Karachi' },
    repeat: { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1', from: 'due' },
    reminders: [{ before: 'PT30M' }],
  })
  const completedAt = performance.now()
  await ask('POST', `/api/tasks/${(made.body as Item).id}/complete`)
  const next = await until(began, async () => (await items(`/api/tasks?status=open&tag=${tag}`))[0])
  waits.occurrences.push(next ? performance.now() - completedAt : mostMs)
  const planned = await until(began, async () => {
    const reminders = await items(`/api/reminders?limit=100`)
    return reminders.find(({ taskId }) => taskId !== undefined && taskId === next?.id)
  })
  waits.reminders.push(planned ? performance.now() - completedAt : mostMs)
  // A few planned reminders, so that they fit into one page.
  if (next) await ask('DELETE', `/api/tasks/${next.id}`)
}

interface Item {
  id?: string
  taskId?: string
}

const items = async (path: string): Promise<Item[]> =>
  ((await ask('GET', path)).body as { items?: Item[] } | undefined)?.items ?? []

async function until<T>(began: number, find: () => Promise<T | undefined>): Promise<T | undefined> {
  while (performance.now() - began < mostMs) {
    const found = await find()
    if (found) return found
    await pause(betweenLooksMs)
  }
  return undefined
}

async function ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(address + path, {
      method,
      headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(mostMs),
    })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : {} }
  } catch {
    return { status: 0, body: {} }
  }
}
