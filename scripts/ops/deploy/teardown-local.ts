// `scripts/teardown-local`: removes Zerodue and its data from the cluster.

import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { knative } from '../knative/manifests.ts'
import { asScript, CannotDeploy, cluster, namespace } from './cluster.ts'
import { common, readArguments } from './options.ts'
import { teardown } from './teardown.ts'

const usage = `scripts/teardown-local [--keep-secrets] [--dry-run]

Deletes the namespace ${namespace} with everything in it, also the data, the claims of its domains, and
knative/overlays/local/secrets/. Knative stays. When something cannot be deleted, the rest is deleted anyway; then this
says what is left and ends with 1.

  --keep-secrets   keeps secrets/
  --dry-run        prints what it would do and changes nothing`

await asScript(() => {
  const { values } = readArguments(usage, () =>
    parseArgs({ options: { ...common, 'keep-secrets': { type: 'boolean' } } }),
  )
  const target = cluster({ dryRun: values['dry-run'] })
  const left = teardown(target)
  if (left.length)
    throw new CannotDeploy(
      `These are left: ${left.join(', ')}. A resource with a finalizer waits for the controller that removes it: check that Knative's controllers run, then run this again. secrets/ was kept.`,
    )
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
