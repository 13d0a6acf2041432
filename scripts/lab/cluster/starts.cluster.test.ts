import { expect, inject, test, vi } from 'vitest'
import { callTool } from '../../../functions/laptop/testing/mcp-request.ts'
import { monthly } from '../journeys/testing/monthly.ts'
import { signUp } from './person.ts'
import { untilZeroSoon, watchPods } from './pods.ts'
import { clusterSettings } from './settings.ts'
import { accountOfStart, medianAccount, type StartAccount } from './start-account.ts'

const { gateway } = inject('installed')

test('from zero, task-api answers within two seconds in the median', async () => {
  const { STARTS, PATIENCE } = clusterSettings()
  const ana = await signUp(gateway)
  const accounts: StartAccount[] = []
  for (let start = 0; start < STARTS; start++) {
    await untilZeroSoon()
    accounts.push(await accountOfStart('task-api', '/api/tasks', () => ana.ask('GET', 'task-api', '/api/tasks')))
  }
  const seconds = accounts.map(({ answered }) => answered / 1_000)
  const sorted = seconds.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const [median, slowest] = [at(0.5), at(1)]
  console.log(
    `figure: ${STARTS} first answers of task-api from zero: median ${median.toFixed(2)} s, slowest ${slowest.toFixed(2)} s`,
  )
  const phases = Object.entries(medianAccount(accounts)).map(([phase, ms]) => `${phase} ${ms}`)
  console.log(`figure: where the time goes, in ms after the request, medians: ${phases.join(', ')}`)
  expect(median).toBeLessThan(2 * PATIENCE)
})

test('from zero, completing a repeating task brings its next occurrence, and wakes only the functions that handle it', async () => {
  const { STARTS, PATIENCE } = clusterSettings()
  const seconds: number[] = []
  for (let start = 0; start < STARTS; start++) {
    const ana = await signUp(gateway)
    const task = await ana.ask('POST', 'task-api', '/api/tasks', monthly('Pay rent'))
    await untilZeroSoon()
    const woken = watchPods()
    const begun = performance.now()
    await ana.ask('POST', 'task-api', `/api/tasks/${task.id}/complete`)
    const next = async () => expect(await ana.open()).toMatchObject([{ due: { date: '2030-02-28' } }])
    // Each look takes a part of a processor from what is measured.
    await vi.waitFor(next, { timeout: 60_000, interval: 200 })
    seconds.push((performance.now() - begun) / 1_000)
    woken.stop()
    const others = ['audit-sink', 'recurrence-handler', 'reminder-firer', 'sync-relay']
    expect(woken.functions[0]).toBe('task-api')
    expect([...others, 'task-api']).toEqual(expect.arrayContaining(woken.functions))
  }
  const sorted = seconds.toSorted((one, other) => one - other)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  console.log(
    `figure: ${STARTS} completions from zero, next occurrence visible: ${sorted.map(one => one.toFixed(2)).join(', ')} s`,
  )
  expect(median).toBeLessThan(6 * PATIENCE)
})

test('from zero, the first tool call of an MCP client wakes the assistant and task-api and nothing else', async () => {
  const { STARTS, PATIENCE } = clusterSettings()
  const ana = await signUp(gateway)
  await ana.ask('POST', 'task-api', '/api/tasks', { title: 'Buy milk' })
  const { token } = await ana.ask<{ token: string }>('POST', 'task-api', '/api/me/tokens', {
    name: 'program',
    scopes: ['read'],
  })
  const seconds: number[] = []
  for (let start = 0; start < STARTS; start++) {
    await untilZeroSoon()
    const woken = watchPods()
    const begun = performance.now()
    const { tasks } = await callTool({ address: `${gateway}/assistant`, token }, 'list_tasks')
    seconds.push((performance.now() - begun) / 1_000)
    woken.stop()
    expect(tasks).toMatchObject([{ title: 'Buy milk' }])
    expect(woken.functions).toEqual(['assistant', 'task-api'])
  }
  const sorted = seconds.toSorted((one, other) => one - other)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  console.log(`figure: ${STARTS} first tool calls from zero: ${sorted.map(one => one.toFixed(2)).join(', ')} s`)
  expect(median).toBeLessThan(5 * PATIENCE)
})

test('from zero, the first message of the chat wakes the assistant and task-api and nothing else', async () => {
  const { STARTS, PATIENCE } = clusterSettings()
  const ana = await signUp(gateway)
  await ana.ask('POST', 'task-api', '/api/tasks', { title: 'Buy milk' })
  const seconds: number[] = []
  for (let start = 0; start < STARTS; start++) {
    await untilZeroSoon()
    const woken = watchPods()
    const begun = performance.now()
    const { calls } = await ana.ask<{ calls: object[] }>('POST', 'assistant', '/api/chat', { text: 'show my tasks' })
    seconds.push((performance.now() - begun) / 1_000)
    woken.stop()
    expect(calls).toMatchObject([{ tool: 'list_tasks', tasks: [{ title: 'Buy milk' }] }])
    expect(woken.functions).toEqual(['assistant', 'task-api'])
  }
  const sorted = seconds.toSorted((one, other) => one - other)
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0
  console.log(
    `figure: ${STARTS} first messages of the chat from zero: ${sorted.map(one => one.toFixed(2)).join(', ')} s`,
  )
  expect(median).toBeLessThan(5 * PATIENCE)
})
