import type { AddressInfo } from 'node:net'
import * as v from 'valibot'
import { afterAll } from 'vitest'
import { mustMatchCatalog } from '../../domain/testing/matches-catalog.ts'
import type { Outgoing } from '../../kit/events/event.ts'
import { forWeb } from '../../kit/http/cors.ts'
import { close, listen } from '../../kit/http/serve.ts'
import type { Log } from '../../kit/log.ts'
import { connect } from '../../kit/postgres/connect.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { testIssuer } from '../../kit/testing/issuer.ts'
import { delivery } from '../../kit/testing/some-event.ts'
import { start } from '../../kit/testing/start.ts'
import definition from '../function.ts'
import { type Limits, limitsOf, relaySettings } from '../settings.ts'
import { Streams } from '../streams.ts'
import { createWaker } from '../waker.ts'
import { Reader } from './reader.ts'

const usual = limitsOf(v.parse(v.object(relaySettings), {}))
export const deliverySecret = 'a-secret-for-deliveries-of-32-characters'

interface ReplicaOptions {
  databaseUrl?: string
  log?: Log
}

/** A database, an issuer, and any number of relays that listen on loopback, each with its own pool. */
export async function relays() {
  const databaseUrl = await testDatabase()
  const owner = connect(databaseUrl, undefined, { connections: 2 })
  afterAll(() => owner.end())
  const issuer = await testIssuer()

  async function replica(limits: Partial<Limits> = {}, other: ReplicaOptions = {}, origins: string[] = []) {
    const made = await start(definition, {
      databaseUrl,
      issuer,
      at: 'now',
      settings: { EVENTS_SECRET: deliverySecret },
      connections: 5,
      ...other,
      deps({ sql, now, log }) {
        const own = { ...usual, ...limits }
        const streams = new Streams({ sql, limits: own, now, random: () => 1, log })
        return { limits: own, streams, wake: createWaker(sql, streams, log) }
      },
    })
    const { streams } = made.deps
    const server = await listen(forWeb(made.app, origins), { port: 0 })
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    let open = true
    async function stop() {
      if (!open) return
      open = false
      const closed = close(server)
      made.stop()
      server.closeIdleConnections()
      await closed
    }
    afterAll(stop)
    return {
      ...made,
      streams,
      address,
      stop,
      deliver: (event: Outgoing) => deliverTo(address, event),
      /** A stream that has started: it gets every event that is delivered after this. */
      read: async (userId: string, after?: number) =>
        (await Reader.open(address, await issuer.token(userId), after)).until(({ events }) => events.length > 0),
      async updates(userId: string, query = '', token?: string) {
        const headers = token ? { authorization: `Bearer ${token}` } : {}
        return made.as<{ items: { number: number; type: string }[]; head: number }>(
          userId,
          'GET',
          `/api/updates${query}`,
          {
            headers,
          },
        )
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

export const countTo = (most: number, from = 1) => Array.from({ length: most - from + 1 }, (_, i) => from + i)
