import type { Manifest } from './manifests.ts'

type Labels = Record<string, string>
interface Selector {
  matchLabels?: Labels
  matchExpressions?: { key: string; operator: string; values?: string[] }[]
}
interface Peer {
  podSelector?: Selector
  namespaceSelector?: Selector
  ipBlock?: object
}
interface Rule {
  ports?: { port: number; endPort?: number }[]
  from?: Peer[]
  to?: Peer[]
}

/** Whether NetworkPolicies let one pod of the namespace connect to another: its own must allow it, and those of the other. */
export const allowed = (policies: Manifest[], from: Labels, to: Labels, port: number): boolean =>
  opens(policies, 'Egress', from, to, port) && opens(policies, 'Ingress', to, from, port)

function opens(policies: Manifest[], type: 'Egress' | 'Ingress', own: Labels, other: Labels, port: number): boolean {
  const selecting = policies.filter(({ spec }) => spec.policyTypes.includes(type) && selects(spec.podSelector, own))
  const rules: Rule[] = selecting.flatMap(({ spec }) => spec[type.toLowerCase()] ?? [])
  return (
    !selecting.length ||
    rules.some(
      ({ ports, from, to }) =>
        (ports?.some(one => port >= one.port && port <= (one.endPort ?? one.port)) ?? true) &&
        ((from ?? to)?.some(peer => isPeer(peer, other)) ?? true),
    )
  )
}

/** Pods of other namespaces and addresses outside are no pods of ours. */
const isPeer = ({ podSelector, namespaceSelector }: Peer, labels: Labels): boolean =>
  podSelector !== undefined && namespaceSelector === undefined && selects(podSelector, labels)

const selects = ({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean =>
  Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
  matchExpressions.every(({ key, operator, values = [] }) =>
    operator === 'Exists' ? key in labels : operator === 'In' && values.includes(labels[key] ?? ''),
  )
