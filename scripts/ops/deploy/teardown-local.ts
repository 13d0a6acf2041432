// `scripts/teardown-local`: removes Zerodue and its data from the cluster.

import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { knative } from '../knative/manifests.ts'
import { asScript, cluster } from './cluster.ts'
import { namespace } from './deploy.ts'
import { common, readArguments } from './options.ts'

const usage = `scripts/teardown-local [--keep-secrets] [--dry-run]

Deletes the namespace ${namespace} with everything in it, also the data, and knative/overlays/local/secrets/. Knative stays.

  --keep-secrets   keeps secrets/
  --dry-run        prints what it would do and changes nothing`

await asScript(() => {
  const { values } = readArguments(usage, () =>
    parseArgs({ options: { ...common, 'keep-secrets': { type: 'boolean' } } }),
  )
  const target = cluster({ dryRun: values['dry-run'] })
  // Sources go first: an event that they deliver while functions end would become a dead letter.
  for (const kind of [
    'kafkasources.sources.knative.dev',
    'pingsources.sources.knative.dev',
    'services.serving.knative.dev',
  ])
    if (target.ask(['-n', namespace, 'get', kind, '-o', 'name']))
      target.change(['-n', namespace, 'delete', kind, '--all', '--timeout=60s'])
  // A function may take ten minutes to end its streams. The namespace need not wait for that.
  if (target.ask(['-n', namespace, 'get', 'pods', '-o', 'name']))
    target.change(['-n', namespace, 'delete', 'pods', '--all', '--grace-period=1', '--timeout=60s'])
  const claims = target.ask([
    'get',
    'clusterdomainclaims',
    '-o',
    'jsonpath={range .items[?(@.spec.namespace=="zerodue")]}{.metadata.name} {end}',
  ])
  target.change(['delete', 'namespace', namespace, '--ignore-not-found', '--timeout=180s'])
  for (const claim of claims?.trim().split(' ').filter(Boolean) ?? [])
    target.change(['delete', 'clusterdomainclaim', claim, '--ignore-not-found'])

  const secrets = path.join(knative, 'overlays', 'local', 'secrets')
  if (values['keep-secrets']) return
  target.say(`${target.dryRun ? 'would delete' : 'delete'}: ${secrets}`)
  if (!target.dryRun) for (const file of filesIn(secrets)) rmSync(path.join(secrets, file))
})

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
