import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { root } from '../../../functions/kit/root.ts'

export const knative = path.join(root, 'knative')
export const base = path.join(knative, 'base')
export const overlays = ['local', 'cloud'] as const
export type Overlay = (typeof overlays)[number]

/** A Kubernetes resource, with the fields that the scripts read. */
export interface Manifest {
  file: string
  apiVersion: string
  kind: string
  metadata: { name: string; labels?: Record<string, string> }
  // biome-ignore lint/suspicious/noExplicitAny: the API server checks the shape; here it would be written twice.
  spec: any
}

export interface EnvEntry {
  name: string
  value?: string
  valueFrom?: { configMapKeyRef?: KeyRef; secretKeyRef?: KeyRef; fieldRef?: object }
}
export interface KeyRef {
  name: string
  key: string
  optional?: boolean
}

export interface Container {
  name: string
  image: string
  args?: string[]
  env?: EnvEntry[]
  ports?: { name: string; containerPort: number }[]
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> }
  securityContext?: Record<string, unknown>
  readinessProbe?: { httpGet: { path: string } }
  livenessProbe?: { httpGet: { path: string } }
}

/** The resources in a folder, without the files that only kustomize reads. */
export function readManifests(folder: string): Manifest[] {
  return yamlFiles(folder)
    .filter(file => path.basename(file) !== 'kustomization.yaml')
    .flatMap(file =>
      parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')).map(document => ({ file, ...document.toJS() })),
    )
}

export const yamlFiles = (folder: string): string[] => globSync('**/*.yaml', { cwd: folder }).sort()

export const ofKind = (manifests: Manifest[], kind: string, group = ''): Manifest[] =>
  manifests.filter(one => one.kind === kind && one.apiVersion.startsWith(group))

/** The Knative Services. */
export const servicesIn = (manifests: Manifest[]): Manifest[] => ofKind(manifests, 'Service', 'serving.knative.dev/')

/** The pod template of a Service, Deployment, StatefulSet, Job or CronJob. */
export const podOf = ({ spec }: { spec?: Manifest['spec'] }) => (spec?.jobTemplate?.spec ?? spec)?.template?.spec

export const containersOf = (manifest: { spec?: Manifest['spec'] }): Container[] => podOf(manifest)?.containers ?? []

/** The settings of an overlay, from which kustomize makes the ConfigMap `settings`. */
export function settingsOf(overlay: Overlay): Record<string, string> {
  const lines = readFileSync(path.join(knative, 'overlays', overlay, 'settings.env'), 'utf8').split('\n')
  return Object.fromEntries(
    lines
      .filter(line => /^\w+=/.test(line))
      .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}
