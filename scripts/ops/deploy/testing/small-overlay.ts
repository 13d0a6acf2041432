import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { functionNames } from '../../../../functions/kit/function-names.ts'
import { newFolder } from '../../../../functions/kit/testing/new-folder.ts'
import { type Resource, writeResources } from '../rendered.ts'
import { readValues } from '../secret-files.ts'
import { hashedSecret } from './fake-cluster.ts'

/** A new clone: an overlay that reads secrets/, without any secret yet. */
export function smallOverlay(...names: string[]): string {
  const overlay = path.join(newFolder(), 'overlays', 'small')
  mkdirSync(overlay, { recursive: true })
  const lines = ['delivery', ...names].map(name => `  - { name: ${name}, envs: [secrets/${name}.env] }\n`)
  const certificate = '  - { name: zerodue-tls, files: [secrets/tls.crt, secrets/tls.key] }\n'
  writeFileSync(path.join(overlay, 'kustomization.yaml'), `secretGenerator:\n${lines.join('')}${certificate}`)
  return overlay
}

/** What kustomize makes of this overlay: every function with its source, which carries the current credential. */
export function renderSmall(overlay: string, image = 'zerodue:1'): string {
  const values = readValues(path.join(overlay, 'secrets', 'delivery.env'))
  const delivery = hashedSecret('delivery', values)
  return writeResources([
    delivery,
    ...functionNames().map(name => functionOf(name, delivery.metadata.name, image)),
    ...functionNames().map(name => sourceOf(name, values[name] ?? '')),
  ])
}

export const functionOf = (name: string, delivery: string, image = 'zerodue:1', traffic?: object[]): Resource => ({
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  metadata: { name },
  spec: {
    traffic: traffic ?? [{ latestRevision: true, percent: 100 }],
    template: {
      spec: {
        containers: [
          {
            image,
            env: [
              { name: 'EVENTS_SECRET', valueFrom: { secretKeyRef: { name: delivery, key: name } } },
              {
                name: 'EVENTS_SECRET_BEFORE',
                valueFrom: { secretKeyRef: { name: delivery, key: `${name}.before`, optional: true } },
              },
            ],
          },
        ],
      },
    },
  },
})

export const sourceOf = (name: string, credential: string): Resource => ({
  apiVersion: 'sources.knative.dev/v1',
  kind: 'KafkaSource',
  metadata: { name },
  spec: {
    sink: {
      ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name },
      uri: `/?delivery=${credential}`,
    },
  },
})
