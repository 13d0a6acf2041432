import { setTimeout as pause } from 'node:timers/promises'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { deployWith } from './installation.ts'
import { type Person, signUp } from './person.ts'
import { killPods, untilZero, untilZeroSoon, watchPods } from './pods.ts'
import { clusterSettings } from './settings.ts'
import { dueAt, type Received, startWebhook } from './webhook.ts'

const { gateway, data, copy } = inject('installed')
const { REMINDERS, PATIENCE } = clusterSettings()
/** Between two reminders all pods end: the last one is woken by the reminder itself. On a busy machine that takes longer. */
const everyMs = 20_000 * PATIENCE
/** The alarm of a reminder rings after this, so until then everything must be asleep. */
const asleepBeforeMs = 5_500 * PATIENCE
/** How much longer a pod of the overlay waits for a request than one of the test does. */
const longerWindowSeconds = 24

async function personWithWebhook() {
  const ana = await signUp(gateway)
  const webhook = await startWebhook(data.address)
  onTestFinished(() => void webhook.close())
  const body = { kind: 'webhook', url: webhook.url }
  const channel = await ana.ask<{ id: string }>('POST', 'notifier', '/api/channels', body)
  const { token } = (await webhook.received('zerodue.channel.confirm.v1')).data
  await ana.ask('POST', 'notifier', `/api/channels/${channel.id}/confirm`, { token })
  return { ana, webhook }
}

const remindAt = (ana: Person, at: number, title: string) =>
  ana.ask('POST', 'task-api', '/api/tasks', { title, reminders: [{ at: new Date(at).toISOString() }] })

const isReminder = ({ type }: Received) => type === 'zerodue.reminder.due.v1'

/** Sends so many reminders, each with everything at zero. One that found a function still awake does not count. */
async function fromZero(count: number) {
  const { ana, webhook } = await personWithWebhook()
  const first = Date.now() + 60_000 + count * 100
  const moments = Array.from({ length: Math.ceil(count * 1.25) }, (_, i) => first + i * everyMs)
  for (const at of moments) await remindAt(ana, at, 'Take the tea out')
  const woken = watchPods()
  onTestFinished(woken.stop)
  const late: number[] = []
  let podSeconds = 0
  let pods = 0
  for (const at of moments) {
    if (late.length === count) break
    await untilZeroSoon()
    const isAsleep = Date.now() < at - asleepBeforeMs
    const before = { seconds: woken.podSeconds(), pods: woken.functions.length }
    const { at: received } = await webhook.receivedFor(at)
    await untilZeroSoon()
    if (!isAsleep) continue
    expect(woken.functions.slice(before.pods)).toEqual(expect.arrayContaining(['reminder-firer', 'notifier']))
    late.push(received - at)
    podSeconds += woken.podSeconds() - before.seconds
    pods += woken.functions.length - before.pods
  }
  const all = webhook.all.filter(isReminder)
  expect(new Set(all.map(dueAt)).size, 'each reminder comes once').toBe(all.length)
  return {
    late: late.toSorted((one, other) => one - other),
    podSeconds: podSeconds / late.length,
    pods: pods / late.length,
  }
}

/** Deployments, and the moments of both measurements: a quarter more than count, for those that find a function awake. */
const longestMs = 900_000 + (REMINDERS + 10) * 1.5 * everyMs

test('reminders with everything at zero come within a second, none early, none twice, for a tenth more pod time', {
  timeout: longestMs,
}, async () => {
  await deployWith(copy, data, { ALARM_LEAD_SECONDS: '0' })
  const onTheDot = await fromZero(Math.min(REMINDERS, 10))
  await deployWith(copy, data, {})
  const early = await fromZero(REMINDERS)
  const at = (late: number[], share: number) =>
    ((late[Math.min(late.length - 1, Math.floor(late.length * share))] ?? 0) / 1_000).toFixed(2)
  for (const [what, { late, podSeconds, pods }] of Object.entries({
    'without a lead': onTheDot,
    'with the lead': early,
  }))
    console.log(
      `figure: ${late.length} reminders from zero, ${what}: p50 ${at(late, 0.5)} s, p95 ${at(late, 0.95)} s, latest ${at(late, 1)} s late; ` +
        `${pods.toFixed(1)} pods and ${podSeconds.toFixed(1)} pod seconds each`,
    )
  const seconds = ({ podSeconds, pods }: typeof early) => podSeconds + pods * longerWindowSeconds
  const share = seconds(early) / seconds(onTheDot) - 1
  console.log(
    `figure: pod time of a reminder with the lead, at the windows of the overlay: ${(100 * share).toFixed(1)} % more`,
  )
  expect(early.late).toHaveLength(REMINDERS)
  expect(early.late[0]).toBeGreaterThanOrEqual(0)
  expect(Number(at(early.late, 0.95))).toBeLessThanOrEqual(PATIENCE)
})

test.each(['reminder-firer', 'notifier'])(
  '%s is killed while it waits for the moment: the reminder is not early, lost or doubled',
  async name => {
    const { ana, webhook } = await personWithWebhook()
    const at = Date.now() + 90_000 * PATIENCE
    await remindAt(ana, at, 'Take the tea out')
    await untilZero()
    const woken = watchPods()
    onTestFinished(woken.stop)
    await vi.waitFor(() => expect(woken.functions).toContain(name), { timeout: 200_000, interval: 20 })
    await killPods(name)
    const killed = Date.now()
    const { at: received } = await webhook.received('zerodue.reminder.due.v1', 300_000)
    console.log(
      `figure: ${name} killed ${((at - killed) / 1_000).toFixed(1)} s before the moment: ${((received - at) / 1_000).toFixed(2)} s late`,
    )
    expect(killed).toBeLessThan(at)
    expect(received).toBeGreaterThanOrEqual(at)
    await pause(10_000)
    expect(webhook.all.filter(isReminder)).toHaveLength(1)
  },
)

test('a task that is completed within the lead reminds nobody', async () => {
  const { ana, webhook } = await personWithWebhook()
  const at = Date.now() + 90_000 * PATIENCE
  const task = await remindAt(ana, at, 'Take the tea out')
  await untilZero()
  const woken = watchPods()
  onTestFinished(woken.stop)
  await vi.waitFor(() => expect(woken.functions).toContain('reminder-firer'), { timeout: 200_000, interval: 20 })
  await ana.ask('POST', 'task-api', `/api/tasks/${task.id}/complete`)
  console.log(`figure: completed ${((at - Date.now()) / 1_000).toFixed(1)} s before the moment`)
  expect(Date.now()).toBeLessThan(at)
  await pause(at - Date.now() + 10_000)
  expect(webhook.all.filter(isReminder)).toEqual([])
})
