import { readFileSync } from 'node:fs'
import path from 'node:path'
import { loadFunctions } from '../../../functions/kit/function-names.ts'
import { readSources, type Source } from '../../../functions/laptop/kafka-source/manifest.ts'
import { secretsOf } from '../deploy/local-secrets.ts'
import { dashboardFiles } from '../watch/dashboards.ts'
import { base, knative, type Manifest, ofKind, readManifests, yamlFiles } from './manifests.ts'
import { deliveryByOidc } from './oidc-component.ts'
import { accountRows, costs } from './wakes.ts'

/** The files of knative/ that follow from the manifests and the functions. `npm run schemas` writes them, a test compares. */
export async function generatedManifests(): Promise<Record<string, string>> {
  return {
    'knative/base/kustomization.yaml': baseKustomization(),
    'knative/components/alerts/rules.yaml': prometheusRule(),
    'knative/components/delivery-by-oidc/kustomization.yaml': deliveryByOidc(readManifests(base)),
    'knative/components/events-by-dapr/kustomization.yaml': await eventsByDapr(),
    ...dashboardFiles(),
    'knative/components/watching/kustomization.yaml': watching(),
    'knative/components/wiring/kustomization.yaml': wiring(readManifests(base)),
    'knative/overlays/local/kustomization.yaml': await localOverlay(),
    'knative/README.md': readme(),
    'dapr-components/subscriptions/zerodue-subscriptions.yaml': subscriptions(),
  }
}

const read = (file: string) => readFileSync(path.join(knative, file), 'utf8')

const baseKustomization = () => `# Every manifest of this folder. \`npm run schemas\` writes this file.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: zerodue
resources:
${yamlFiles(base)
  .filter(file => file !== 'kustomization.yaml')
  .map(file => `  - ${file}\n`)
  .join('')}`

/** The rules of components/watching, for the Prometheus Operator. */
const prometheusRule =
  () => `# The rules of components/watching, as the Prometheus Operator takes them. \`npm run schemas\` writes this file.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: zerodue
  labels:
    app.kubernetes.io/part-of: zerodue
spec:
${read('components/watching/rules.yaml')
  .replace(/^#.*\n/gm, '')
  .replace(/^(?=.)/gm, '  ')}`

/** One line for each dashboard. */
const watching = (): string => {
  const lines = Object.keys(dashboardFiles())
    .sort()
    .map(file => `      - ${path.relative('knative/components/watching', file)}`)
  return between(
    read('components/watching/kustomization.yaml'),
    /# `npm run schemas` writes these lines\./,
    'patches:',
    lines,
  )
}

const wiring = (
  manifests: Manifest[],
) => `# Copies the settings of an installation into every source: the address of Kafka, and the credential that a function asks of
# its sources. A source cannot send a header of ours, so the credential is in the address of its sink. \`npm run schemas\`
# writes this file.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
configurations: [names.yaml]
replacements:
  - source: { kind: ConfigMap, name: settings, fieldPath: data.KAFKA_BROKERS }
    targets:
      - { select: { kind: KafkaSource }, fieldPaths: [spec.bootstrapServers.0] }
      - { select: { kind: KafkaSink }, fieldPaths: [spec.bootstrapServers.0] }
${[...Map.groupBy(sourcesIn(manifests), ({ spec }) => spec.sink.ref.name)]
  .map(([name, sources]) => credentialOf(name, sources))
  .join('')}`

const sourcesIn = (manifests: Manifest[]) => [...ofKind(manifests, 'KafkaSource'), ...ofKind(manifests, 'PingSource')]

const credentialOf = (
  name: string,
  sources: Manifest[],
) => `  - source: { kind: ConfigMap, name: delivery-to-sources, fieldPath: data.${name} }
    targets:
${sources
  .map(
    ({ kind, metadata }) => `      - select: { kind: ${kind}, name: ${metadata.name} }
        fieldPaths: [spec.sink.uri]
        options: { delimiter: "=", index: 1 }
`,
  )
  .join('')}`

/** Functions that set alarms have a daprd already; the others publish through one of those. */
async function eventsByDapr(): Promise<string> {
  const names = (await loadFunctions()).filter(({ ring }) => !ring).map(({ name }) => name)
  const text = read('components/events-by-dapr/kustomization.yaml')
  return text.replace(/(?<=group: serving\.knative\.dev, kind: Service, name: )\([^)]*\)/, `(${names.join('|')})`)
}

/** One Secret for each function that reads one. */
async function localOverlay(): Promise<string> {
  const names = (await loadFunctions()).filter(one => secretsOf(one).length).map(({ name }) => name)
  const lines = names.map(name => `  - { name: ${name}, envs: [secrets/${name}.env] }`)
  return between(read('overlays/local/kustomization.yaml'), /# One for each function.*/, '  # Those below', lines)
}

const subscriptions =
  () => `# Deliveries by Dapr instead of KafkaSources, for any broker: the topics of each function, and the path that takes each
# topic. A daprd uses those that name its app-id, with a consumer group of that name. A dead letter that is refused waits in
# \`parked\`, which nothing reads. \`npm run schemas\` writes this file.
${readSources(base)
  .flatMap(source => source.topics.map(topic => subscription(topic, source)))
  .join('---\n')}`

const subscription = (topic: string, { to, path, deadLetters }: Source) => `apiVersion: dapr.io/v2alpha1
kind: Subscription
metadata:
  name: ${to}-${topic}
spec:
  pubsubname: zerodue-events
  topic: ${topic}
  routes:
    default: ${path}
${deadLetters ? `  deadLetterTopic: ${deadLetters}\n` : ''}scopes: [${to}]
`

function readme(): string {
  const { idle, alwaysOn } = costs()
  const share = ((idle.dollars / alwaysOn.dollars) * 100).toFixed(1)
  const cost = (minutes: number, dollars: number) => `${minutes.toFixed(1)} | $${dollars.toFixed(4)}`
  const rows = [
    `| nothing is due | ${cost(idle.podMinutes, idle.dollars)} | ${share} % |`,
    `| every function always runs | ${cost(alwaysOn.podMinutes, alwaysOn.dollars)} | 100 % |`,
  ]
  const withWakes = between(read('README.md'), /\| function \| woken by .*\n\|---\|---\|---\|\n/, '\n', accountRows())
  return between(withWakes, /\| \| pod minutes \| \| \|\n\|---\|---\|---\|---\|/, '\n', rows)
}

/** Replaces the lines from the first match of `begin` up to the next `end`. */
function between(text: string, begin: RegExp, end: string, lines: string[]): string {
  const found = begin.exec(text)
  if (!found) throw new Error(`No line matches ${begin}, where generated lines belong.`)
  const from = found.index + found[0].trimEnd().length + 1
  const to = end === '\n' ? text.indexOf('\n\n', from) + 1 : text.indexOf(end, from)
  return text.slice(0, from) + lines.map(line => `${line}\n`).join('') + text.slice(to)
}
