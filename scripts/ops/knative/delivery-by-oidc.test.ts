import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { admission, admissionEntries } from '../../../functions/kit/events/admission.ts'
import { bodyOf, httpHeaders } from '../../../functions/kit/events/cloud-event.ts'
import { on } from '../../../functions/kit/events/handler.ts'
import { receive } from '../../../functions/kit/events/receive.ts'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { readSettings } from '../../../functions/kit/settings/settings.ts'
import { testIssuer } from '../../../functions/kit/testing/issuer.ts'
import { localServer } from '../../../functions/kit/testing/local-server.ts'
import { counted } from '../../../functions/kit/testing/probe.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { base, containersOf, type Manifest, ofKind, readManifests, servicesIn } from './manifests.ts'
import { patched } from './patched.ts'

const component = 'components/delivery-by-oidc'
const manifests = patched(readManifests(base), component)
const sources = [...ofKind(manifests, 'KafkaSource'), ...ofKind(manifests, 'PingSource')]
const sourcesOf = (name: string) => sources.filter(({ spec }) => spec.sink.ref.name === name)
const envOf = (name: string) =>
  servicesIn(manifests)
    .filter(one => one.metadata.name === name)
    .flatMap(containersOf)
    .flatMap(({ env = [] }) => env)

/** The subject of the token that Knative 1.23 requests for a source. */
const subjectOf = ({ kind, metadata }: Manifest) =>
  `system:serviceaccount:zerodue:${metadata.name}-oidc-sources.knative.dev-${kind.toLowerCase()}`

/** The event door of a function with the settings that the component gives it, and a cluster that signs tokens. */
async function doorOf(name: string) {
  const { issuer, jwks, token } = await testIssuer()
  const { url } = await localServer((_, response) => void response.end(JSON.stringify(jwks)))
  const ofOverlay: Record<string, string> = { EVENTS_OIDC_ISSUER: issuer, EVENTS_OIDC_JWKS_URL: `${url}/keys` }
  const environment = envOf(name)
    .filter(one => one.name.startsWith('EVENTS_'))
    .map(one => [one.name, one.value ?? ofOverlay[one.valueFrom?.configMapKeyRef?.key ?? '']])
  const handled: string[] = []
  const door = new Hono().post(
    '/',
    receive<undefined>(
      {
        admit: admission(readSettings(admissionEntries, Object.fromEntries(environment))),
        take: async events => {
          handled.push(...events.map(({ id }) => id))
          return 'handled'
        },
        log: createLog('probe', 'silent'),
        sweep: async () => {},
      },
      [on(counted, async () => {})],
    ),
  )
  const deliver = async (authorization: string | undefined, query = '') => {
    const event = someEvent()
    const headers = { ...httpHeaders(event), ...(authorization && { authorization }) }
    const { ok } = await door.request(`/${query}`, { method: 'POST', headers, body: bodyOf(event) })
    return { ok, handled: handled.includes(event.id) }
  }
  return { deliver, tokenFor: async (subject: string, aud: string) => `Bearer ${await token(subject, { aud })}` }
}

test('no address of a sink has a credential, and no function has a delivery secret', () => {
  expect(sources.length).toBeGreaterThan(functionNames().length)
  for (const { metadata, spec } of sources) expect(spec.sink.uri, metadata.name).toMatch(/^\/[a-z-]*$/)
  for (const name of functionNames())
    expect(
      envOf(name)
        .map(one => one.name)
        .join(),
    ).not.toContain('EVENTS_SECRET')
})

test('each function has an audience of its own, which all its sources name', () => {
  const audiences = functionNames().map(name => {
    const audience = envOf(name).find(one => one.name === 'EVENTS_OIDC_AUDIENCE')?.value
    expect(new Set(sourcesOf(name).map(({ spec }) => spec.sink.audience)), name).toEqual(new Set([audience]))
    return audience
  })
  expect(new Set(audiences).size).toBe(audiences.length)
})

test.each(functionNames())('%s admits the tokens of its own sources only', async name => {
  const { deliver, tokenFor } = await doorOf(name)
  const [admitted, refused] = [
    { ok: true, handled: true },
    { ok: false, handled: false },
  ]
  for (const source of sourcesOf(name))
    expect(await deliver(await tokenFor(subjectOf(source), source.spec.sink.audience))).toEqual(admitted)

  const [audience] = sourcesOf(name).map(({ spec }) => spec.sink.audience)
  for (const stranger of sources.filter(({ spec }) => spec.sink.ref.name !== name)) {
    expect(await deliver(await tokenFor(subjectOf(stranger), audience))).toEqual(refused)
    expect(await deliver(await tokenFor(subjectOf(stranger), stranger.spec.sink.audience))).toEqual(refused)
  }
  const [own] = sourcesOf(name).map(subjectOf)
  expect(await deliver(await tokenFor(own ?? '', 'another-audience'))).toEqual(refused)
  expect(await deliver(undefined, '?delivery=set-by-the-overlay')).toEqual(refused)
})

test('the component keeps the place of EVENTS, which the component events-by-dapr replaces', () => {
  expect(() => patched(manifests, 'components/events-by-dapr')).not.toThrow()
})
