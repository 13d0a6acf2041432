import { expect, inject, test } from 'vitest'
import { signUp } from './person.ts'
import { untilZeroSoon } from './pods.ts'
import { clusterSettings } from './settings.ts'

const { gateway } = inject('installed')

test('from zero, task-api answers within two seconds in the median', async () => {
  const { STARTS, PATIENCE } = clusterSettings()
  const ana = await signUp(gateway)
  const seconds: number[] = []
  for (let start = 0; start < STARTS; start++) {
    await untilZeroSoon()
    const begun = performance.now()
    await ana.ask('GET', 'task-api', '/api/tasks')
    seconds.push((performance.now() - begun) / 1_000)
  }
  const sorted = seconds.toSorted((one, other) => one - other)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const [median, slowest] = [at(0.5), at(1)]
  console.log(
    `figure: ${STARTS} first answers of task-api from zero: median ${median.toFixed(2)} s, slowest ${slowest.toFixed(2)} s`,
  )
  expect(median).toBeLessThan(2 * PATIENCE)
})
