import path from 'node:path'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { root } from '../../../functions/kit/root.ts'
import { build } from '../../build/tools.ts'
import { namespace } from '../../ops/deploy/cluster.ts'
import { type Resource, readResources } from '../../ops/deploy/rendered.ts'

export interface DryRun {
  overlay: string
  /** What the API server, with Knative's own webhook, answered for each resource, or why it accepted none. */
  answers: string[]
  resources: number
  /** ConfigMaps and Secrets that a container requires and that neither the overlay nor an operator makes. */
  unknown: string[]
}

const kubectl = (input: string, ...args: string[]) => build('kubectl', args, { cwd: root, input })

/** Sends every manifest of an overlay to the API server as a dry run. The namespace must be empty. */
export async function dryRun(copy: string, overlay: string, edit = (yaml: string) => yaml): Promise<DryRun> {
  const rendered = edit(await kubectl('', 'kustomize', path.join(copy, 'overlays', overlay)))
  const resources = readResources(rendered)
  await kubectl('', 'create', 'namespace', namespace).catch(() => {})
  const output = await kubectl(rendered, 'apply', '--dry-run=server', '-f', '-').catch(error => String(error))
  return {
    overlay,
    answers: output.split('\n').filter(Boolean),
    resources: resources.length,
    unknown: unknownIn(resources),
  }
}

/** Secrets that operators create themselves, so their names have no suffix: those of the functions, and the shared ones. */
const madeByOperators = [...functionNames(), 'kafka', 'migrate', 'postgres', 'token-exchange', 'web-push']

function unknownIn(resources: Resource[]): string[] {
  const made = resources.filter(({ kind }) => /^(ConfigMap|Secret)$/.test(kind)).map(({ metadata }) => metadata.name)
  const named = [...JSON.stringify(resources).matchAll(/"(configMapKeyRef|secretKeyRef)":(\{[^}]*\})/g)]
  return named.flatMap(([, , reference = '{}']) => {
    const { name, optional } = JSON.parse(reference) as { name: string; optional?: boolean }
    return optional || made.includes(name) || madeByOperators.includes(name) ? [] : [name]
  })
}
