// `scripts/teardown-local`: takes Zerodue out of the cluster, with all that it kept there.

import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { knative } from '../knative/manifests.ts'
import { asScript, cluster } from './cluster.ts'
import { namespace } from './deploy.ts'
import { common, readArguments } from './options.ts'

const usage = `scripts/teardown-local [--keep-secrets] [--dry-run]

Removes the namespace ${namespace} and everything in it, the data too, and knative/overlays/local/secrets/. Knative stays.

  --keep-secrets   leaves secrets/ as it is
  --dry-run        says what it would do, and does nothing`

await asScript(() => {
  const { values } = readArguments(usage, () =>
    parseArgs({ options: { ...common, 'keep-secrets': { type: 'boolean' } } }),
  )
  const target = cluster({ dryRun: values['dry-run'] })
  // First who brings events: what is delivered while functions go would become a dead letter.
  for (const kind of [
    'kafkasources.sources.knative.dev',
    'pingsources.sources.knative.dev',
    'services.serving.knative.dev',
  ])
    if (target.ask(['-n', namespace, 'get', kind, '-o', 'name']))
      target.change(['-n', namespace, 'delete', kind, '--all', '--timeout=60s'])
  // A function may take ten minutes to end its streams, and the namespace would wait for that.
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
  target.say(`${target.dryRun ? 'would remove' : 'remove'}: ${secrets}`)
  if (!target.dryRun) for (const file of safeList(secrets)) rmSync(path.join(secrets, file))
})

function safeList(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
