import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { deliveryFile, localFiles, makeCertificate, makeSecrets } from '../../ops/deploy/local-secrets.ts'
import { knative } from '../../ops/knative/manifests.ts'
import type { DataAddresses } from './host-data.ts'

export const daprTag = 'test'

const silent = () => {}

/** A copy of all manifests with new secrets: the secrets of this clone may belong to a cluster in use. */
export async function copyManifests(folder: string, password?: string): Promise<string> {
  const copy = path.join(folder, 'knative')
  cpSync(knative, copy, { recursive: true, filter: source => path.basename(source) !== 'secrets' })
  const [local, cloud] = ['local', 'cloud'].map(overlay => path.join(copy, 'overlays', overlay, 'secrets')) as [
    string,
    string,
  ]
  if (password) makeSecrets(local, { 'postgres.env': { POSTGRES_PASSWORD: password } }, silent)
  makeSecrets(local, await localFiles(local), silent)
  makeCertificate(local, 'zerodue.localhost', silent)
  makeSecrets(cloud, deliveryFile(), silent)
  return copy
}

/** The local overlay with Kafka and Postgres on this computer, under their names in the cluster. */
export function writeTestOverlay(copy: string, data: DataAddresses, settings: Record<string, string>): string {
  const { address, kafkaPort, postgresPort } = data
  const overlay = path.join(copy, 'overlays', 'test')
  mkdirSync(overlay, { recursive: true })
  const slices = [slice('kafka', kafkaPort, address), slice('postgres', postgresPort, address)]
  writeFileSync(path.join(overlay, 'on-host.yaml'), slices.join('---\n'))
  const literals = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
  writeFileSync(path.join(overlay, 'kustomization.yaml'), kustomization(literals))
  return overlay
}

const slice = (name: string, port: number, address: string) => `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: ${name}-on-host, labels: { kubernetes.io/service-name: ${name} } }
addressType: IPv4
ports: [{ name: ${name}, port: ${port}, protocol: TCP }]
endpoints: [{ addresses: [${address}] }]
`

const kustomization = (literals: string[]) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: zerodue
resources: [../local, on-host.yaml]
configMapGenerator: [{ name: settings, behavior: merge, literals: ${JSON.stringify(literals)} }]
images:
  - { name: daprio/daprd, newName: dev.local/daprd, newTag: ${daprTag} }
  - { name: daprio/scheduler, newName: dev.local/scheduler, newTag: ${daprTag} }
patches:
  - target: { kind: StatefulSet, name: (kafka|postgres) }
    patch: |
      $patch: delete
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: { name: any }
  - target: { version: v1, kind: Service, name: (kafka|postgres) }
    patch: |
      - { op: remove, path: /spec/selector }
  # A short window, so that the tests need not wait long for zero pods.
  - target: { group: serving.knative.dev, kind: Service }
    patch: |
      - { op: replace, path: /spec/template/metadata/annotations/autoscaling.knative.dev~1window, value: 6s }
`
