import { namespace } from '../deploy/cluster.ts'
import { containersOf, type Manifest, ofKind, servicesIn } from './manifests.ts'

/** The component `delivery-by-oidc`: a token of the cluster instead of a credential in the address of each sink. */
export const deliveryByOidc = (
  manifests: Manifest[],
) => `# After \`wiring\`, in a cluster with Knative's \`authentication-oidc\`: each source sends a token of its own service account, for the
# audience of its function, so no address has a credential. settings.env needs EVENTS_OIDC_ISSUER and EVENTS_OIDC_JWKS_URL, the issuer
# of the cluster and the public address of its keys. \`npm run schemas\` writes this file.
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [network-policy.yaml]
patches:
${sourcesIn(manifests).map(patchOfSource).join('')}${servicesIn(manifests)
  .map(service => patchOfFunction(service, sourcesIn(manifests)))
  .join('')}`

const sourcesIn = (manifests: Manifest[]) => [...ofKind(manifests, 'KafkaSource'), ...ofKind(manifests, 'PingSource')]

const patchOfSource = ({ kind, metadata, spec }: Manifest) => `  - target: { kind: ${kind}, name: ${metadata.name} }
    patch: |
      - { op: replace, path: /spec/sink/uri, value: ${spec.sink.uri.replace(/\?.*$/, '')} }
      - { op: add, path: /spec/sink/audience, value: ${audienceOf(spec.sink.ref.name)} }
`

/** In the form in which Knative names the audiences of its own resources. */
const audienceOf = (name: string) => `serving.knative.dev/service/${namespace}/${name}`

function patchOfFunction(service: Manifest, sources: Manifest[]): string {
  const { name } = service.metadata
  const subjects = sources.filter(({ spec }) => spec.sink.ref.name === name).map(subjectOf)
  const settings = [
    fromSettings('EVENTS_OIDC_ISSUER'),
    fromSettings('EVENTS_OIDC_JWKS_URL'),
    `{ name: EVENTS_OIDC_AUDIENCE, value: ${audienceOf(name)} }`,
    `{ name: EVENTS_OIDC_SUBJECTS, value: "${subjects.join(',')}" }`,
  ]
  const secrets = (containersOf(service)[0]?.env ?? []).flatMap((one, i) => (isDeliverySecret(one.name) ? [i] : []))
  return `  - target: { group: serving.knative.dev, kind: Service, name: ${name} }
    patch: |
${settings.map((entry, i) => setEntry(entry, secrets[i])).join('')}`
}

const isDeliverySecret = (name: string) => name.startsWith('EVENTS_SECRET')

const fromSettings = (key: string) =>
  `{ name: ${key}, valueFrom: { configMapKeyRef: { name: settings, key: ${key} } } }`

/** Takes the place of a delivery secret, so that the other entries keep their places for other components. */
const setEntry = (entry: string, place: number | undefined) => `      - op: ${place === undefined ? 'add' : 'replace'}
        path: /spec/template/spec/containers/0/env/${place ?? '-'}
        value: ${entry}
`

/** Knative makes a service account with this name for each source (`GetOIDCServiceAccountNameForResource`). */
function subjectOf({ kind, metadata }: Manifest): string {
  const account = `${metadata.name}-oidc-sources.knative.dev-${kind}`.toLowerCase()
  if (account.length > 63)
    throw new Error(`${kind} ${metadata.name}: shorten its name, because Knative would hash that of its account.`)
  return `system:serviceaccount:${namespace}:${account}`
}
