import type { KeyRef } from '../knative/manifests.ts'
import { podOf } from '../knative/manifests.ts'
import { type Finding, problem } from './findings.ts'
import { type Reader, secretValues } from './live.ts'
import type { Resource } from './rendered.ts'

/** A Secret that a resource needs, and one of its keys; without a key the Secret must only exist. */
interface Need {
  name: string
  key?: string
}

/** Secrets, and keys of Secrets, that these resources need and that neither they nor the cluster have. */
export function secretFindings(cluster: Reader, resources: Resource[]): Finding[] {
  const made = new Map(
    resources
      .filter(({ kind }) => kind === 'Secret')
      .map(one => [one.metadata.name, Object.keys({ ...one.data, ...one.stringData })]),
  )
  const wanted = Map.groupBy(resources.flatMap(needsOf), ({ name }) => name)
  const lines = [...wanted].flatMap(([name, needs]) => {
    const values = made.has(name) ? undefined : secretValues(cluster, name)
    const existing = made.get(name) ?? (values && Object.keys(values))
    const keys = [...new Set([...needs.flatMap(({ key }) => key ?? []), ...saslKeys(needs, values)])]
    const lacks = keys.filter(key => !existing?.includes(key))
    if (existing && !lacks.length) return []
    const what = existing
      ? `lacks the keys ${lacks.join(', ')}.`
      : `does not exist.${keys.length ? ` It needs the keys ${keys.join(', ')}.` : ''}`
    return [`The Secret ${name} ${what}`]
  })
  const last = lines.length - 1
  return lines.map((line, index) => problem(index === last ? `${line} knative/README.md explains each Secret.` : line))
}

function needsOf(resource: Resource): Need[] {
  const { kind, spec } = resource
  const pod = podOf(resource)
  return [
    ...references(kind === 'KafkaSource' ? spec.net : pod?.containers, kind),
    ...references(pod?.initContainers, kind),
    ...(pod?.imagePullSecrets ?? []).map(({ name }: Need) => ({ name })),
    ...(pod?.volumes ?? []).flatMap(mounted),
    ...(kind === 'KafkaSink' && spec.auth?.secret?.ref ? [{ name: spec.auth.secret.ref.name, key: 'protocol' }] : []),
    ...(kind === 'DomainMapping' && spec.tls?.secretName ? [{ name: spec.tls.secretName }] : []),
  ]
}

/** A KafkaSink with SASL reads more keys, but its resource names only the Secret. */
function saslKeys(needs: Need[], values: Record<string, string> | undefined): string[] {
  if (!needs.some(({ key }) => key === 'protocol')) return []
  const protocol = values?.protocol
  return protocol && !protocol.startsWith('SASL_') ? [] : ['sasl.mechanism', 'user', 'password']
}

/** The required keys below a part of a resource, wherever they are. KafkaSource ignores `optional` and waits for the key. */
function references(part: unknown, kind: string): Need[] {
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([field, value]): Need[] => {
    if (!value) return []
    if (field === 'secretKeyRef') return required(value, kind) ? [{ name: value.name, key: value.key }] : []
    if (field === 'secretRef') return required(value, kind) ? [{ name: value.name }] : []
    return references(value, kind)
  })
}

const required = ({ optional }: KeyRef, kind: string) => !optional || kind === 'KafkaSource'

interface Volume {
  secret?: { secretName: string; optional?: boolean; items?: { key: string }[] }
  projected?: { sources?: { secret?: { name: string; optional?: boolean; items?: { key: string }[] } }[] }
}

function mounted({ secret, projected }: Volume): Need[] {
  const all = [
    ...(secret ? [{ name: secret.secretName, ...secret }] : []),
    ...(projected?.sources ?? []).flatMap(({ secret }) => secret ?? []),
  ]
  return all
    .filter(({ optional }) => !optional)
    .flatMap(({ name, items }) => [{ name }, ...(items ?? []).map(({ key }) => ({ name, key }))])
}
