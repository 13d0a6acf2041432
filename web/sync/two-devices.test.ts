import { setImmediate } from 'node:timers/promises'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TestDevice } from './testing/device.ts'
import { expectWhole } from './testing/expect-whole.ts'
import { ModelServer } from './testing/model-server.ts'
import { play, scripts } from './testing/two-devices.ts'

const runs = Number(process.env.TWO_DEVICES_RUNS ?? 60)

test('two devices converge on the server after offline spells, lost answers and restarts, with no task lost or doubled', async () => {
  let offlineSpells = 0
  await fc.assert(
    fc.asyncProperty(scripts, fc.integer({ min: -5_000, max: 5_000 }), async (script, skewMs) => {
      const server = new ModelServer()
      const newDevice = (skew: number) => new TestDevice((url, sent) => server.fetch(url, sent), { skewMs: skew })
      const devices: [TestDevice, TestDevice] = [newDevice(0), newDevice(skewMs)]
      const result = await play(script, {
        devices,
        async open(device) {
          const tab = await device.open(() => server.now())
          if (!tab.client.account.value) await tab.client.signUp({ email: 'ana@example.com', password: 'a password' })
          return tab
        },
        tasks: async () => [...server.tasks.values()],
        wait: () => setImmediate(),
      })
      await Promise.all(devices.map(device => device.close()))
      offlineSpells += script.filter(step => step.act === 'offline').length
      expectWhole(result)
    }),
    // Without shorter scripts of the same failure: each takes as long as devices are given to converge.
    { numRuns: runs, endOnFailure: true },
  )
  // Without offline spells the run would prove nothing.
  expect(offlineSpells).toBeGreaterThan(runs / 4)
}, 600_000)
