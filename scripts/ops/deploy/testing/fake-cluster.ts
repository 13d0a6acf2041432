import { createHash } from 'node:crypto'
import { CannotDeploy, type Cluster } from '../cluster.ts'
import type { Live } from '../live.ts'
import { type Resource, readResources } from '../rendered.ts'

/** A cluster in memory that applies resources as Knative does, as far as the scripts look at them. */
export interface FakeCluster extends Cluster {
  resources: Live[]
  /** The commands that changed something, and the printed lines. */
  commands: string[]
  lines: string[]
  dryRun: boolean
}

export interface FakeOptions {
  /** The output of kubectl kustomize. */
  kustomize?: (folder: string) => string
  /** Runs before each command that changes something, and before each resource that it applies; its error is the one of kubectl. */
  before?: (step: string, cluster: FakeCluster) => void
  /** Answers that the resources do not give: logs, events, other namespaces. */
  answers?: Record<string, string>
}

export const refuse = (reason: string): never => {
  throw new CannotDeploy(reason)
}

export function fakeCluster(resources: Live[], { kustomize, before, answers = {} }: FakeOptions = {}): FakeCluster {
  const fake: FakeCluster = {
    resources: [...resources],
    commands: [],
    lines: [],
    dryRun: false,
    say: line => fake.lines.push(line),
    ask(args) {
      const command = args.join(' ')
      if (args[0] === 'kustomize') return kustomize?.(args[1] ?? '')
      const answer = Object.entries(answers).find(([part]) => command.includes(part))?.[1]
      return answer ?? get(fake.resources, args)
    },
    change(args, input) {
      const command = args.join(' ')
      if (fake.dryRun) return fake.say(`would run: kubectl ${command}`)
      before?.(command, fake)
      fake.commands.push(command)
      for (const one of args.includes('apply') ? readResources(input ?? '') : []) {
        before?.(`apply ${one.kind} ${one.metadata.name}`, fake)
        apply(fake, one)
      }
      if (args.includes('delete')) remove(fake, args)
    },
  }
  return fake
}

/** `get KINDS [NAME] [-l LABEL=VALUE] -o json|name`, as kubectl reads it. */
function get(resources: Live[], args: string[]): string | undefined {
  const words = args.slice(args.indexOf('get') + 1)
  const [kinds = '', second = ''] = words
  const name = second.startsWith('-') ? undefined : second
  const found = resources.filter(
    one => kinds.split(',').some(kind => isOf(kind, one)) && (!name || one.metadata.name === name),
  )
  const label = words.includes('-l') ? words[words.indexOf('-l') + 1] : undefined
  const labelled = found.filter(({ metadata }) => !label || hasLabel(metadata.labels, label))
  if (name && !labelled.length) return undefined
  if (words.at(-1) === 'json') return JSON.stringify(name ? labelled[0] : { items: labelled })
  if (words.at(-1)?.startsWith('jsonpath')) return labelled.map(({ metadata }) => metadata.name).join(' ')
  return labelled.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}\n`).join('')
}

function hasLabel(labels: Record<string, string> = {}, selector: string): boolean {
  if (selector.startsWith('!')) return !(selector.slice(1) in labels)
  return selector.split(',').every(pair => labels[pair.split('=')[0] ?? ''] === pair.split('=')[1])
}

function isOf(kind: string, one: Live): boolean {
  const [plural = '', ...group] = kind.split('.')
  const ofGroup = group.length ? one.apiVersion.startsWith(`${group.join('.')}/`) : !one.apiVersion.includes('knative')
  return ofGroup && [`${one.kind.toLowerCase()}s`, one.kind.toLowerCase()].includes(plural)
}

function remove(fake: FakeCluster, args: string[]): void {
  const words = args.slice(args.indexOf('delete') + 1)
  const [kind = '', name = ''] = words
  const slashed = words.filter(word => word.includes('/'))
  fake.resources = fake.resources.filter(one => {
    if (slashed.length) return !slashed.includes(`${one.kind.toLowerCase()}/${one.metadata.name}`)
    return !isOf(kind, one) || (name !== '--all' && one.metadata.name !== name)
  })
}

const ready = [{ type: 'Ready', status: 'True' }]

function apply(fake: FakeCluster, applied: Resource): void {
  const same = (one: Resource) =>
    one.kind === applied.kind && one.apiVersion === applied.apiVersion && one.metadata.name === applied.metadata.name
  const existing = fake.resources.find(same)
  const isFunction = applied.apiVersion.startsWith('serving.knative.dev/') && applied.kind === 'Service'
  const status = isFunction ? rollOut(fake, applied, existing) : { conditions: ready, readyReplicas: 1 }
  fake.resources = [...fake.resources.filter(one => !same(one)), { ...applied, status }]
}

/** A changed template makes a revision. The traffic follows the newest one, unless the Service names another. */
function rollOut(fake: FakeCluster, service: Resource, existing: Live | undefined): NonNullable<Live['status']> {
  const { name } = service.metadata
  const changed = JSON.stringify(existing?.spec.template) !== JSON.stringify(service.spec.template)
  const generation = Number(existing?.status?.latestCreatedRevisionName?.split('-').at(-1) ?? 0) + (changed ? 1 : 0)
  const newest = revisionName(name, generation)
  if (changed) fake.resources.push(revisionOf(service, newest, generation))
  // Knative deletes old revisions after a time.
  fake.resources = fake.resources.filter(one => one.metadata.name !== revisionName(name, generation - 3))
  const pinned: { revisionName: string }[] = (service.spec.traffic ?? []).filter((one: object) => 'revisionName' in one)
  const served = pinned[0]?.revisionName ?? newest
  return { conditions: ready, latestCreatedRevisionName: newest, traffic: [{ revisionName: served, percent: 100 }] }
}

const revisionName = (name: string, generation: number) => `${name}-${String(generation).padStart(5, '0')}`

const revisionOf = (service: Resource, name: string, generation: number): Live => ({
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Revision',
  metadata: {
    name,
    labels: {
      'serving.knative.dev/service': service.metadata.name,
      'serving.knative.dev/configurationGeneration': String(generation),
    },
  },
  spec: service.spec.template.spec,
  status: { conditions: ready },
})

/** A Secret whose name ends with a hash of its content, as kustomize makes it. */
export function hashedSecret(base: string, values: Record<string, string>): Resource {
  const hex = createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 10)
  const letters: Record<string, string> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' }
  return secretOf(`${base}-${hex.replace(/[013ae]/g, one => letters[one] ?? one)}`, values)
}

export const secretOf = (name: string, values: Record<string, string>): Resource => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, labels: { 'zerodue/generated': 'true' } },
  data: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
})
