import path from 'node:path'
import { root } from '../../../functions/kit/root.ts'
import { build } from '../../build/tools.ts'
import { namespace } from '../../ops/deploy/deploy.ts'
import { type Resource, readResources } from '../../ops/deploy/rendered.ts'

export interface DryRun {
  overlay: string
  /** What the API server, with Knative's own webhook, said to each resource; or why it took none. */
  answers: string[]
  resources: number
  /** ConfigMaps and Secrets that a container cannot do without, and that nobody makes. */
  unknown: string[]
}

const kubectl = (input: string, ...args: string[]) => build('kubectl', args, { cwd: root, input })

/** Asks the API server about every manifest of an overlay; nothing is made. The namespace must not have anything yet. */
export async function dryRun(copy: string, overlay: string, edit = (yaml: string) => yaml): Promise<DryRun> {
  const rendered = edit(await kubectl('', 'kustomize', path.join(copy, 'overlays', overlay)))
  const resources = readResources(rendered)
  await kubectl('', 'create', 'namespace', namespace).catch(() => {})
  const said = await kubectl(rendered, 'apply', '--dry-run=server', '-f', '-').catch(error => String(error))
  return {
    overlay,
    answers: said.split('\n').filter(Boolean),
    resources: resources.length,
    unknown: unknownIn(resources),
  }
}

/** Secrets that are made outside: their names have no suffix. */
const outside = /^(kafka|migrate|postgres|task-api|reminder-firer|notifier|audit-sink|sync-relay|web-push)$/

function unknownIn(resources: Resource[]): string[] {
  const made = resources.filter(({ kind }) => /^(ConfigMap|Secret)$/.test(kind)).map(({ metadata }) => metadata.name)
  const named = [...JSON.stringify(resources).matchAll(/"(configMapKeyRef|secretKeyRef)":(\{[^}]*\})/g)]
  return named.flatMap(([, , reference = '{}']) => {
    const { name, optional } = JSON.parse(reference) as { name: string; optional?: boolean }
    return optional || made.includes(name) || outside.test(name) ? [] : [name]
  })
}
