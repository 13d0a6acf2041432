import { parseAllDocuments, stringify } from 'yaml'
import type { Manifest } from '../knative/manifests.ts'

/** A resource as kustomize wrote it. */
export interface Resource {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string; labels?: Record<string, string> }
  spec?: Manifest['spec']
  /** Of a ConfigMap, or of a Secret in base64. */
  data?: Record<string, string>
  stringData?: Record<string, string>
}

/** The Knative Services, which are the functions. */
export const functionsIn = (resources: Resource[]): Resource[] =>
  resources.filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion.startsWith('serving.knative.dev/'))

export const readResources = (yaml: string): Resource[] =>
  parseAllDocuments(yaml)
    .map(document => document.toJS())
    .filter(one => one !== null)

export const writeResources = (resources: Resource[]): string => resources.map(one => stringify(one)).join('---\n')

/**
 * The order of a deployment: the foundation that the others need, the jobs that prepare the data, the alarm clocks and the
 * functions, and last the sources that bring them events. What only watches comes after all of them.
 */
export interface Phases {
  foundation: Resource[]
  jobs: Resource[]
  functions: Resource[]
  sources: Resource[]
  watching: Resource[]
}

export function phasesOf(resources: Resource[]): Phases {
  const phases: Phases = { foundation: [], jobs: [], functions: [], sources: [], watching: [] }
  for (const resource of resources) phases[phaseOf(resource)].push(resource)
  return phases
}

function phaseOf({ kind, apiVersion, metadata }: Resource): keyof Phases {
  if (kind === 'Job') return 'jobs'
  if (metadata.labels?.['zerodue/watching']) return 'watching'
  if (/^(sources|eventing)\.knative\.dev\//.test(apiVersion)) return 'sources'
  if (/\.knative\.dev\//.test(apiVersion) && kind !== 'ClusterDomainClaim') return 'functions'
  if (/^dapr/.test(metadata.name) && /^(Service|Deployment|StatefulSet)$/.test(kind)) return 'functions'
  return 'foundation'
}
