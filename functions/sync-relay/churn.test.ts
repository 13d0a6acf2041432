import { afterAll, expect, test } from 'vitest'
import { newUser } from '../kit/testing/start.ts'
import { changed } from './testing/changed.ts'
import { churn } from './testing/churn.ts'
import { keyServer, RelayProcess } from './testing/process.ts'
import { deliverTo, deliverySecret, relays } from './testing/relay.ts'

// Two relays in two processes, as in a cluster. `npm run bench -- streams` does the same 1,000 times.
const { databaseUrl, issuer, owner } = await relays()
const keys = await keyServer(issuer.jwks)
const shared = { databaseUrl, deliverySecret, issuer: issuer.issuer, jwksUrl: keys.url }
const [one, two] = await Promise.all([RelayProcess.start(shared), RelayProcess.start(shared)])
afterAll(async () => {
  await Promise.all([one.kill(), two.kill()])
  keys.close()
})

test('devices that reconnect all the time miss no update and get none twice, while relays are killed and wake-ups are lost', async () => {
  const result = await churn({
    addresses: [one.address, two.address],
    users: Array.from({ length: 5 }, newUser),
    devices: 2,
    cycles: 150,
    token: issuer.token,
    event: changed,
    deliver: deliverTo,
    senders: 3,
    random: Math.random,
    async trouble(over) {
      for (let kills = 0; kills < 2 && !over.aborted; kills++) {
        await two.kill()
        await two.start()
        await owner`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and query ilike 'listen%'`
      }
    },
  })
  expect(result).toMatchObject({ missed: 0, repeated: 0, disordered: 0, cycles: 150 })
  expect(result.updates).toBeGreaterThan(10)
})
