import { setTimeout as pause } from 'node:timers/promises'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { type AnyFunction, doorsOf } from '../../../functions/kit/define-function.ts'
import { loadFunction, loadFunctions } from '../../../functions/kit/function-names.ts'
import { deployWith } from './installation.ts'
import { signUp } from './person.ts'
import { untilZero, watchPods } from './pods.ts'
import { clusterSettings } from './settings.ts'
import { sinksInCluster } from './sinks.ts'
import { startWebhook } from './webhook.ts'

const { gateway, data, copy } = inject('installed')
const { IDLE_MINUTES, PATIENCE } = clusterSettings()
const soon = { timeout: 60_000, interval: 100 }
const figure = (what: string, ms: number) => console.log(`figure: ${what}: ${(ms / 1_000).toFixed(2)} s`)

test('with everything at zero, a click wakes task-api first', async () => {
  const ana = await signUp(gateway)
  await untilZero()
  const woken = watchPods()
  onTestFinished(woken.stop)

  const begun = performance.now()
  const task = await ana.ask('POST', 'task-api', '/api/tasks', { title: 'Buy milk' })
  figure('a click with everything at zero, answered', performance.now() - begun)

  expect(await ana.open()).toMatchObject([{ id: task.id, title: 'Buy milk' }])
  expect(woken.functions[0]).toBe('task-api')
})

test('with everything at zero, a reminder reaches a webhook within five seconds after it is due, and not before', async () => {
  const ana = await signUp(gateway)
  const webhook = await startWebhook(data.address)
  onTestFinished(() => void webhook.close())
  const channel = await ana.ask<{ id: string }>('POST', 'notifier', '/api/channels', {
    kind: 'webhook',
    url: webhook.url,
  })
  const { token } = (await webhook.received('zerodue.channel.confirm.v1')).data
  await ana.ask('POST', 'notifier', `/api/channels/${channel.id}/confirm`, { token })
  const at = new Date(Date.now() + 150_000)
  await ana.ask('POST', 'task-api', '/api/tasks', { title: 'Call Ana', reminders: [{ at: at.toISOString() }] })
  await untilZero()
  expect(Date.now()).toBeLessThan(at.getTime())
  const woken = watchPods()
  onTestFinished(woken.stop)

  const late = (await webhook.received('zerodue.reminder.due.v1', 200_000)).at - at.getTime()
  figure('a reminder with everything at zero, after it was due', late)
  expect(late).toBeGreaterThanOrEqual(0)
  expect(late).toBeLessThan(5_000 * PATIENCE)
  const [first, second] = woken.functions
  expect(first).toBe('reminder-firer')
  expect(await readersOf('reminder-firer')).toContain(second)
})

/** The functions that read a topic to which this one writes. */
async function readersOf(name: string): Promise<string[]> {
  const { emits = [] } = await loadFunction(name)
  const written = emits.map(({ topic }) => topic)
  const reads = (definition: AnyFunction) =>
    doorsOf(definition).some(({ topics }) => topics.some(one => written.includes(one)))
  return (await loadFunctions()).filter(reads).map(definition => definition.name)
}

test('every function accepts its sweep as PingSource sends it, and refuses one without the credential', async () => {
  const sweeps = (await sinksInCluster()).filter(({ kind }) => kind === 'PingSource')
  expect(sweeps.length).toBeGreaterThan(0)
  const sent = (to: string, path: string) =>
    fetch(`${gateway}/${to}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'ce-specversion': '1.0',
        'ce-type': 'dev.knative.sources.ping',
        'ce-source': '/apis/v1/namespaces/zerodue/pingsources/sweep',
        'ce-id': crypto.randomUUID(),
      },
      body: '{}',
    }).then(({ status }) => status)
  for (const { to, path, query } of sweeps) {
    expect(await sent(to, `${path}?${query}`), to).toBe(204)
    expect(await sent(to, path), to).toBe(401)
  }
})

test('while a new revision of every function rolls out, no request fails and nothing is lost or doubled', async () => {
  const ana = await signUp(gateway)
  const task = await ana.ask('POST', 'task-api', '/api/tasks', {
    title: 'Water the plants',
    due: { date: '2030-01-01', zone: 'Asia/Karachi' },
    repeat: { rule: 'FREQ=DAILY' },
  })
  const rolling = deployWith(copy, data, { LOG_LEVEL: 'warn' })
  const ended = { rolled: false }
  rolling.finally(() => {
    ended.rolled = true
  })
  const titles: string[] = []
  let current = task
  while (!ended.rolled) {
    const title = `Task ${titles.length}`
    await ana.ask('POST', 'task-api', '/api/tasks', { title })
    titles.push(title)
    await ana.ask('POST', 'task-api', `/api/tasks/${current.id}/complete`)
    current = await vi.waitFor(async () => {
      const next = (await ana.open()).find(one => one.seriesId === task.seriesId)
      if (!next) throw new Error('The next occurrence is not there yet.')
      return next
    }, soon)
  }
  await rolling
  console.log(
    `figure: while it rolled out: ${titles.length} tasks created, ${(current.occurrence ?? 1) - 1} occurrences completed`,
  )

  const made = await ana.list('q=Task')
  expect(made.map(({ title }) => title).toSorted()).toEqual(titles.toSorted())
  const { ok } = await ana.ask<{ ok: boolean }>('GET', 'audit-sink', '/api/audit/verify')
  expect(ok).toBe(true)
})

test('when nothing is due, no pod of a function starts', async () => {
  await untilZero()
  const woken = watchPods()
  onTestFinished(woken.stop)
  await pause(IDLE_MINUTES * 60_000)
  console.log(`figure: ${IDLE_MINUTES} idle minutes: woken: ${woken.functions.join(', ') || 'none'}`)
  expect(woken.functions).toEqual([])
})
