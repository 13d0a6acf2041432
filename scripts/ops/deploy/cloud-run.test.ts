import { expect, test } from 'vitest'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { base, type EnvEntry, readManifests, servicesIn, settingsOf } from '../knative/manifests.ts'
import { toCloudRun } from './cloud-run-dialect.ts'

const services = servicesIn(readManifests(base))
const installation = { image: 'europe-docker.pkg.dev/zerodue/zerodue:1', settings: settingsOf('cloud') }
const written = new Map(services.map(one => [one.metadata.name, JSON.stringify(toCloudRun(one, installation))]))

test.each(functionNames())('the Service %s for Cloud Run has no field that Cloud Run does not know', name => {
  const text = written.get(name)
  for (const unknown of ['configMapKeyRef', 'securityContext', 'min-scale', 'optional', 'automount', 'visibility'])
    expect(text, unknown).not.toContain(unknown)
  expect(text).toContain('"autoscaling.knative.dev/minScale":"0"')
})

test('every Service for Cloud Run has the same settings and every required secret', () => {
  for (const { metadata, spec } of services) {
    const env: EnvEntry[] = JSON.parse(written.get(metadata.name) ?? '{}').spec.template.spec.containers[0].env
    const needed = (spec.template.spec.containers[0].env as EnvEntry[]).filter(({ valueFrom }) => {
      const reference = valueFrom?.configMapKeyRef ?? valueFrom?.secretKeyRef
      return !reference?.optional
    })
    expect(env.map(({ name }) => name)).toEqual(expect.arrayContaining(needed.map(({ name }) => name)))
  }
})

test('a cluster-local function is not open to the internet in Cloud Run', () => {
  expect(written.get('recurrence-handler')).toContain('"run.googleapis.com/ingress":"internal"')
  expect(written.get('task-api')).toContain('"run.googleapis.com/ingress":"all"')
})
