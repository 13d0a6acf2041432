import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { root } from '../../../functions/kit/root.ts'
import { readResources } from '../deploy/rendered.ts'
import { base, knative, type Manifest, ofKind, overlays, readManifests, settingsOf, yamlFiles } from './manifests.ts'
import { patched, patchesIn } from './patched.ts'

const manifests = readManifests(base)
const readers = [...ofKind(manifests, 'KafkaSource'), ...ofKind(manifests, 'KafkaSink')]
const [kafka] = ofKind(readManifests(path.join(knative, 'components', 'kafka')), 'Service')

test('sources and sinks name Kafka with its full name, because its controllers resolve it in their own namespace', () => {
  const address = `${kafka?.metadata.name}.zerodue.svc.cluster.local:${kafka?.spec.ports[0].port}`
  expect(readers.length).toBeGreaterThan(0)
  for (const { metadata, spec } of readers) expect(spec.bootstrapServers, metadata.name).toEqual([address])
})

test.each(overlays)('the overlay %s copies only full names of Kafka into sources and sinks', overlay => {
  for (const address of settingsOf(overlay).KAFKA_BROKERS?.split(',') ?? ['']) expect(address).toMatch(fullName)
})

test('the kn commands of knative/README.md put the address of Kafka, a full name, into the source and its sinks', () => {
  const readme = readFileSync(path.join(knative, 'README.md'), 'utf8')
  const lines = readme.split('\n')
  const variables = lines.filter(line => /^(kafka|shipped)=/.test(line))
  const secret = "secret='the-credential'"
  const applied = lines
    .filter(line => line.startsWith('sed '))
    .map(line => [...variables, secret, line.replace(/ \| kubectl .*/, '')].join('\n'))
    .flatMap(script => readResources(execFileSync('sh', ['-c', script], { cwd: root, encoding: 'utf8' }))) as Manifest[]

  expect(applied.map(({ kind }) => kind)).toEqual(['KafkaSink', 'KafkaSink', 'KafkaSource'])
  for (const { spec } of applied) expect(spec.bootstrapServers).toEqual(['kafka.example.org:9092'])
  expect(applied.at(-1)?.spec.sink.uri).toBe('/?delivery=the-credential')
})

const fullName = /^[a-z\d-]+(\.[a-z\d-]+){2,}:\d+$/

/** Whether it or anything in it says `optional`. */
const saysOptional = (node: unknown): boolean =>
  typeof node === 'object' &&
  node !== null &&
  Object.entries(node).some(([key, value]) => key === 'optional' || saysOptional(value))

test('no source or sink refers to an optional key: Knative ignores the word, and a source without the key never gets ready', () => {
  for (const one of readers) expect(saysOptional(one), one.metadata.name).toBe(false)
  const folders = yamlFiles(knative)
    .filter(file => path.basename(file) === 'kustomization.yaml')
    .map(file => path.dirname(file))
  const patches = folders.flatMap(folder => patchesIn(folder).map(one => ({ folder, ...one })))
  const ofReaders = patches.filter(({ target }) => /^Kafka(Source|Sink)$/.test(target.kind ?? ''))
  expect(ofReaders.length).toBeGreaterThan(0)
  for (const { folder, patch } of ofReaders) expect(saysOptional(parse(patch)), folder).toBe(false)
})

const tlsOf = (patchedManifests: Manifest[]) => ofKind(patchedManifests, 'KafkaSource').map(({ spec }) => spec.net.tls)

test('with kafka-sasl a source trusts the public authorities, and kafka-ca adds the certificate of a private one', () => {
  for (const tls of tlsOf(patched(manifests, 'components/kafka-sasl'))) expect(tls).toEqual({ enable: true })
  const caCert = { secretKeyRef: { name: 'kafka', key: 'ca.crt' } }
  for (const tls of tlsOf(patched(manifests, 'components/kafka-sasl', 'components/kafka-ca')))
    expect(tls).toEqual({ enable: true, caCert })
})
