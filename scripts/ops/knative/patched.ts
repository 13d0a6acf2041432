import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { knative, type Manifest } from './manifests.ts'

interface Operation {
  op: 'add' | 'replace' | 'remove' | 'test'
  path: string
  value?: unknown
}

/** A patch of a kustomization: operations on every resource that matches the target. */
export interface Patch {
  target: { group?: string; version?: string; kind?: string; name?: string }
  patch: string
}

/** The patches of a kustomization, such as `components/kafka-sasl`. */
export const patchesIn = (folder: string): Patch[] =>
  parse(readFileSync(path.join(knative, folder, 'kustomization.yaml'), 'utf8')).patches ?? []

/** The manifests with the patches of these kustomizations, one after the other, as kustomize applies them. */
export function patched(manifests: Manifest[], ...folders: string[]): Manifest[] {
  const copies = structuredClone(manifests)
  for (const { target, patch } of folders.flatMap(patchesIn)) {
    const matching = copies.filter(one => matches(one, target))
    if (!matching.length) throw new Error(`No manifest matches the patch of ${JSON.stringify(target)}.`)
    for (const one of matching) for (const operation of parse(patch) as Operation[]) apply(one, operation)
  }
  return copies
}

const matches = ({ apiVersion, kind, metadata }: Manifest, target: Patch['target']) =>
  (target.kind ?? kind) === kind &&
  (target.group ?? groupOf(apiVersion)) === groupOf(apiVersion) &&
  new RegExp(`^(${target.name ?? '.*'})$`).test(metadata.name)

const groupOf = (apiVersion: string) => (apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '')

// biome-ignore lint/suspicious/noExplicitAny: a patch names any field.
type Node = any

function apply(manifest: Manifest, { op, path: pointer, value }: Operation): void {
  const keys = pointer.split('/').slice(1)
  const last = keys.pop()?.replaceAll('~1', '/') ?? ''
  const parent = keys.reduce((node: Node, key) => node?.[key.replaceAll('~1', '/')], manifest)
  const exists = parent !== undefined && (op === 'add' || last in parent)
  if (!exists) throw new Error(`${manifest.kind} ${manifest.metadata.name} has no ${pointer}.`)
  if (op === 'test' && parent[last] !== value) throw new Error(`${manifest.metadata.name}: ${pointer} is not ${value}.`)
  if (op === 'remove') delete parent[last]
  else if (op === 'add' && Array.isArray(parent)) parent.splice(last === '-' ? parent.length : Number(last), 0, value)
  else if (op !== 'test') parent[last] = value
}
