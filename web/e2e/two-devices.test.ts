import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Task } from '../../functions/domain/task.ts'
import { startSystem } from '../../functions/laptop/testing/start-system.ts'
import { TestDevice } from '../sync/testing/device.ts'
import { expectWhole } from '../sync/testing/expect-whole.ts'
import { play, scripts } from '../sync/testing/two-devices.ts'
import { overHttp } from './testing/over-http.ts'

/** `npm run bench -- two-devices` runs more. */
const runs = Number(process.env.TWO_DEVICES_RUNS ?? 3)

test('two devices converge on the real server after any offline actions and lost answers', async () => {
  const { address } = await startSystem()
  await fc.assert(
    fc.asyncProperty(scripts, async script => {
      const person = { email: `${randomUUID()}@example.com`, password: 'correct horse battery' }
      const [one, two] = [overHttp(address), overHttp(address)]
      const devices: [TestDevice, TestDevice] = [new TestDevice(one), new TestDevice(two)]
      let isNew = true
      const result = await play(script, {
        devices,
        async open(device) {
          const tab = await device.open()
          if (tab.client.account.value) return tab
          const outcome = await (isNew ? tab.client.signUp(person) : tab.client.signIn(person))
          expect(outcome).toEqual({ done: true })
          isNew = false
          return tab
        },
        tasks: () => everyTask((path, headers) => one(path, { headers })),
        // The server is another process and needs some time.
        wait: () => pause(5),
      })
      await Promise.all(devices.map(device => device.close()))
      expectWhole(result)
    }),
    { numRuns: runs, endOnFailure: true },
  )
}, 900_000)

async function everyTask(ask: (path: string, headers: Record<string, string>) => Promise<Response>): Promise<Task[]> {
  const tasks: Task[] = []
  for (const deleted of [false, true])
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = await ask(`/api/tasks?limit=100&deleted=${deleted}${cursor && `&cursor=${cursor}`}`, {})
      const page = (await answer.json()) as { items: Task[]; next: string | null }
      tasks.push(...page.items)
      cursor = page.next
    }
  return tasks
}
