import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { createLog } from '../log.ts'
import { testIssuer } from '../testing/issuer.ts'
import { counted, secret } from '../testing/probe.ts'
import { someEvent } from '../testing/some-event.ts'
import { admission } from './admission.ts'
import { bodyOf, httpHeaders } from './cloud-event.ts'
import { attributeHeaders } from './read-event.ts'
import { on, receive } from './receive.ts'

const subject = 'system:serviceaccount:zerodue:task-events'
const { token, verify } = await testIssuer()
const other = await testIssuer()

const swept: string[] = []
const handled: string[] = []
const doorOf = (admit: ReturnType<typeof admission>) =>
  new Hono().post(
    '/',
    receive<undefined>(
      {
        admit,
        take: async (event, react) => {
          handled.push(event.id)
          await react(undefined)
          return 'handled'
        },
        log: createLog('probe', 'silent'),
        sweep: async () => void swept.push('swept'),
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

describe('events are taken from', () => {
  test('whoever knows the secret, in a header or where only the address can be chosen', async () => {
    expect(await deliver(both, `Bearer ${secret}`)).toBe(204)
    expect(await deliver(both, undefined, `?delivery=${secret}`)).toBe(204)
  })

  test('a source that the cluster vouches for', async () => {
    expect(await deliver(both, `Bearer ${await token(subject)}`)).toBe(204)
  })
})

test('a daprd may deliver when it shows the token that the function was given for that, and no other', async () => {
  const door = doorOf(admission({ EVENTS_DAPR_TOKEN: secret }))
  const shows = (token: string) => deliver(door, undefined, '', { 'dapr-api-token': token })
  expect(await shows(secret)).toBe(204)
  for (const other of [`${secret}x`, '']) expect(await shows(other)).toBe(401)
  expect(await deliver(door, `Bearer ${secret}`, `?delivery=${secret}`)).toBe(401)
  // A function that was given none takes nothing from any daprd, whatever it shows.
  expect(await deliver(both, undefined, '', { 'dapr-api-token': secret })).toBe(401)
})

describe('events are refused, and go to the dead letters for everybody to see, from', () => {
  const strangers: [who: string, authorization: () => Promise<string | undefined>, query?: string][] = [
    ['nobody in particular', async () => undefined],
    ['an empty secret', async () => 'Bearer ', '?delivery='],
    ['a wrong secret', async () => `Bearer ${secret}x`],
    ['a wrong secret in the address', async () => undefined, '?delivery=guess'],
    ['a source that is not ours', async () => `Bearer ${await token('system:serviceaccount:zerodue:stranger')}`],
    ['another issuer', async () => `Bearer ${await other.token(subject)}`],
    ['a token for somebody else', async () => `Bearer ${await token(subject, { aud: 'other' })}`],
    ['a token of yesterday', async () => `Bearer ${await token(subject, { exp: 1_000_000_000 })}`],
  ]
  test.each(strangers)('%s', async (_, authorization, query) => {
    const before = handled.length
    expect(await deliver(both, await authorization(), query)).toBe(401)
    expect(handled).toHaveLength(before)
  })
})

test('a function that is told of no way to know its deliverers does not start', () => {
  expect(() => admission({}, verify)).toThrow('EVENTS_SECRET')
})

test('the secret is kept nowhere, although a dead letter tells of the whole address', () => {
  const headers = { authorization: `Bearer ${secret}`, 'ce-knativeerrordest': `http://task-api/?delivery=${secret}` }
  expect(attributeHeaders(headers)).toEqual({ 'ce-knativeerrordest': 'http://task-api/' })
})

test('a sweep is set off by our own event and by that of a PingSource', async () => {
  for (const type of ['zerodue.sweep.v1', 'dev.knative.sources.ping'])
    expect(await deliver(both, `Bearer ${secret}`, '', { 'ce-type': type })).toBe(204)
  expect(swept).toHaveLength(2)
})

test('a sweep is not set off by somebody who may bring their own commands only', async () => {
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
