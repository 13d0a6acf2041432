import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import * as v from 'valibot'
import { afterAll } from 'vitest'
import { mustMatchCatalog } from '../../domain/testing/matches-catalog.ts'
import type { Outgoing } from '../../kit/events/event.ts'
import { bySecret } from '../../kit/events/may-deliver.ts'
import { forWeb } from '../../kit/http/cors.ts'
import { close, listen } from '../../kit/http/serve.ts'
import { identifyByJwt } from '../../kit/identity/identify-by-jwt.ts'
import { createLog } from '../../kit/log.ts'
import { connect } from '../../kit/postgres/connect.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { testIssuer } from '../../kit/testing/issuer.ts'
import { openApiChecker } from '../../kit/testing/matches-openapi.ts'
import { delivery } from '../../kit/testing/some-event.ts'
import { createFunction, type SyncRelay } from '../function.ts'
import { syncRelayDocument } from '../openapi.ts'
import { limitsOf, relayEntries } from '../settings.ts'
import { Reader } from './reader.ts'

const usual = limitsOf(v.parse(v.object(relayEntries), {}))
export const deliverySecret = 'a-secret-for-deliveries-of-32-characters'

/** A database and an issuer, and any number of relays that listen on loopback, each with a pool of its own. */
export async function relays() {
  const databaseUrl = await testDatabase()
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  afterAll(() => owner.end())
  const issuer = await testIssuer()

  async function replica(
    limits: Partial<SyncRelay['limits']> = {},
    more: Partial<SyncRelay> = {},
    origins: string[] = [],
  ) {
    const sql = connect(databaseUrl, 'sync_relay', { connections: 5 })
    const deps: SyncRelay = {
      sql,
      identify: identifyByJwt(issuer.verify),
      admit: bySecret(deliverySecret),
      limits: { ...usual, ...limits },
      now: () => new Date(),
      random: () => 1,
      log: createLog('sync-relay', 'silent'),
      ...more,
    }
    const { app, streams, operations } = createFunction(deps)
    const server = await listen(forWeb(app, origins), { port: 0 })
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const check = openApiChecker(syncRelayDocument(), operations)
    let open = true
    async function stop() {
      if (!open) return
      open = false
      const closed = close(server)
      streams.endAll('stopping')
      server.closeIdleConnections()
      await closed
      await sql.end({ timeout: 1 })
    }
    afterAll(stop)
    return {
      app,
      sql,
      deps,
      streams,
      address,
      stop,
      deliver: (event: Outgoing) => deliverTo(address, event),
      /** A stream that has begun: what is delivered from now on comes by it. */
      read: async (userId: string, after?: number) =>
        (await Reader.open(address, await issuer.token(userId), after)).until(({ events }) => events.length > 0),
      async updates(userId: string, query = '', token?: string) {
        const path = `/api/updates${query}`
        const authorization = `Bearer ${token ?? (await issuer.token(userId))}`
        const response = await fetch(address + path, { headers: { authorization } })
        const type = response.headers.get('content-type') ?? ''
        const body = (await response.json()) as { items: { number: number; type: string }[]; head: number }
        check({ method: 'GET', path, status: response.status, type, body })
        return { status: response.status, body }
      },
    }
  }

  return { databaseUrl, owner, issuer, replica }
}

export async function deliverTo(address: string, event: Outgoing): Promise<number> {
  mustMatchCatalog(event)
  const answer = await fetch(`${address}/`, delivery(event, `Bearer ${deliverySecret}`))
  await answer.body?.cancel()
  return answer.status
}

export const newUser = () => `user-${randomUUID()}`

export const countTo = (most: number, from = 1) => Array.from({ length: most - from + 1 }, (_, i) => from + i)
