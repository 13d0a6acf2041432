import { expect, test } from 'vitest'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { base, type EnvEntry, readManifests, servicesIn, settingsOf } from '../knative/manifests.ts'
import { toCloudRun } from './cloud-run-dialect.ts'

const services = servicesIn(readManifests(base))
const installation = { image: 'europe-docker.pkg.dev/zerodue/zerodue:1', settings: settingsOf('cloud') }
const written = new Map(services.map(one => [one.metadata.name, JSON.stringify(toCloudRun(one, installation))]))

test.each(functionNames())('%s says nothing that Cloud Run does not understand', name => {
  const text = written.get(name)
  for (const unknown of ['configMapKeyRef', 'securityContext', 'min-scale', 'optional', 'automount', 'visibility'])
    expect(text, unknown).not.toContain(unknown)
  expect(text).toContain('"autoscaling.knative.dev/minScale":"0"')
})

test('it is given the same settings, and every secret that it cannot do without', () => {
  for (const { metadata, spec } of services) {
    const env: EnvEntry[] = JSON.parse(written.get(metadata.name) ?? '{}').spec.template.spec.containers[0].env
    const needed = (spec.template.spec.containers[0].env as EnvEntry[]).filter(({ valueFrom }) => {
      const reference = valueFrom?.configMapKeyRef ?? valueFrom?.secretKeyRef
      return !reference?.optional
    })
    expect(env.map(({ name }) => name)).toEqual(expect.arrayContaining(needed.map(({ name }) => name)))
  }
})

test('who is called by nobody outside is not open to the internet', () => {
  expect(written.get('recurrence-handler')).toContain('"run.googleapis.com/ingress":"internal"')
  expect(written.get('task-api')).toContain('"run.googleapis.com/ingress":"all"')
})
