import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { testIssuer } from '../testing/issuer.ts'
import { counted, secret } from '../testing/probe.ts'
import { someEvent } from '../testing/some-event.ts'
import { admission } from './admission.ts'
import { bodyOf, httpHeaders } from './cloud-event.ts'
import { on } from './handler.ts'
import { attributeHeaders } from './read-event.ts'
import { receive } from './receive.ts'

const subject = 'system:serviceaccount:zerodue:task-events'
const { token, verify } = await testIssuer()
const other = await testIssuer()

const swept: string[] = []
const handled: string[] = []
const refused = { count: 0 }
const doorOf = (admit: ReturnType<typeof admission>) =>
  new Hono().post(
    '/',
    receive<undefined>(
      {
        admit,
        take: async (events, handle) => {
          handled.push(...events.map(({ id }) => id))
          await handle(events, undefined)
          return 'handled'
        },
        log: createLog('probe', 'silent'),
        sweep: async () => void swept.push('swept'),
        countRefused: () => void refused.count++,
      },
      [on(counted, async () => {})],
    ),
  )

const both = doorOf(admission({ EVENTS_SECRET: secret, EVENTS_OIDC_SUBJECTS: [subject] }, verify))
const event = someEvent()
const deliver = async (door: Hono, authorization: string | undefined, query = '', more: Record<string, string> = {}) =>
  (
    await door.request(`/${query}`, {
      method: 'POST',
      headers: { ...httpHeaders(event), ...more, ...(authorization !== undefined && { authorization }) },
      body: bodyOf(event),
    })
  ).status

describe('events are accepted from', () => {
  test('a source with the secret, in a header or in the query of the address', async () => {
    expect(await deliver(both, `Bearer ${secret}`)).toBe(204)
    expect(await deliver(both, undefined, `?delivery=${secret}`)).toBe(204)
  })

  test('a source with an OIDC token of the cluster', async () => {
    expect(await deliver(both, `Bearer ${await token(subject)}`)).toBe(204)
  })
})

test('a daprd may deliver only with the EVENTS_DAPR_TOKEN of the function', async () => {
  const door = doorOf(admission({ EVENTS_DAPR_TOKEN: secret }))
  const shows = (token: string) => deliver(door, undefined, '', { 'dapr-api-token': token })
  expect(await shows(secret)).toBe(204)
  for (const other of [`${secret}x`, '']) expect(await shows(other)).toBe(503)
  expect(await deliver(door, `Bearer ${secret}`, `?delivery=${secret}`)).toBe(503)
  // A function without EVENTS_DAPR_TOKEN accepts no daprd, whatever token it sends.
  expect(await deliver(both, undefined, '', { 'dapr-api-token': secret })).toBe(503)
})

test.each([
  ['without any credential', undefined],
  ['with a header that holds none', 'Bearer '],
])('an event %s is refused with 401, so that it becomes a dead letter', async (_, authorization) => {
  const before = [handled.length, refused.count]
  expect(await deliver(both, authorization)).toBe(401)
  expect([handled.length, refused.count]).toEqual(before)
})

describe('a wrong credential is refused with 503 and counted, so that the source keeps its events until it has the right one:', () => {
  const strangers: [who: string, authorization: () => Promise<string | undefined>, query?: string][] = [
    ['an empty secret', async () => undefined, '?delivery='],
    ['a wrong secret', async () => `Bearer ${secret}x`],
    ['a wrong secret in the address', async () => undefined, '?delivery=guess'],
    ['another service account', async () => `Bearer ${await token('system:serviceaccount:zerodue:stranger')}`],
    ['another issuer', async () => `Bearer ${await other.token(subject)}`],
    ['a token for another audience', async () => `Bearer ${await token(subject, { aud: 'other' })}`],
    ['an expired token', async () => `Bearer ${await token(subject, { exp: 1_000_000_000 })}`],
  ]
  test.each(strangers)('%s', async (_, authorization, query) => {
    const before = [handled.length, refused.count]
    expect(await deliver(both, await authorization(), query)).toBe(503)
    expect([handled.length, refused.count]).toEqual([before[0], (before[1] ?? 0) + 1])
  })
})

test('during a rotation the new secret and the one before are accepted, and no older one', async () => {
  const names = ['older', 'before', 'now', 'next']
  const [older, before, now, next] = names.map(name => `${name}-secret-of-at-least-32-characters`)
  const door = doorOf(admission({ EVENTS_SECRET: now, EVENTS_SECRET_BEFORE: before }))
  const statuses = [older, before, now, next].map(one => deliver(door, undefined, `?delivery=${one}`))
  expect(await Promise.all(statuses)).toEqual([503, 204, 204, 503])
})

test('a function that has only the secret before the rotation does not start', () => {
  expect(() => admission({ EVENTS_SECRET_BEFORE: secret }, verify)).toThrow('EVENTS_SECRET')
})

test('a function without any setting to authenticate event sources does not start', () => {
  expect(() => admission({}, verify)).toThrow('EVENTS_SECRET')
})

test('the secret is removed from the attributes, also from the address in a dead letter', () => {
  const headers = { authorization: `Bearer ${secret}`, 'ce-knativeerrordest': `http://task-api/?delivery=${secret}` }
  expect(attributeHeaders(headers)).toEqual({ 'ce-knativeerrordest': 'http://task-api/' })
})

test('our own sweep event and that of a PingSource start a sweep', async () => {
  for (const type of ['zerodue.sweep.v1', 'dev.knative.sources.ping'])
    expect(await deliver(both, `Bearer ${secret}`, '', { 'ce-type': type })).toBe(204)
  expect(swept).toHaveLength(2)
})

test('a caller with a token of their own cannot start a sweep', async () => {
  const caller = { userId: 'ana', actor: { kind: 'token', id: '1' }, scopes: ['write'] } as const
  const before = swept.length
  expect(
    await deliver(
      doorOf(async () => ({ caller })),
      undefined,
      '',
      { 'ce-type': 'zerodue.sweep.v1' },
    ),
  ).toBe(204)
  expect(swept).toHaveLength(before)
})
