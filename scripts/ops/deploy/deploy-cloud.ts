// `scripts/deploy-cloud`: Zerodue in any cluster with Knative, on a managed Kafka and Postgres.

import path from 'node:path'
import { parseArgs } from 'node:util'
import { knative } from '../knative/manifests.ts'
import { asScript, CannotDeploy, cluster } from './cluster.ts'
import { deploy, namespace } from './deploy.ts'
import { complain, platformFindings, secretsBefore } from './findings.ts'
import { deliveryFile, makeSecrets } from './local-secrets.ts'
import { common, readArguments } from './options.ts'

const usage = `scripts/deploy-cloud --context=NAME [--overlay=FOLDER] [--dry-run]

Puts Zerodue into the cluster of that kubectl context, which must be the current one: so nobody deploys by mistake to the
cluster of yesterday. The domain, Kafka and the image's name stand in the overlay; secrets are in the cluster already
(knative/README.md says which). A second run changes only what has changed.

  --context=NAME     the kubectl context
  --overlay=FOLDER   knative/overlays/cloud, or your own that begins with it
  --dry-run          says what it would do, and does nothing`

await asScript(() => {
  const { values } = readArguments(usage, () =>
    parseArgs({ options: { ...common, context: { type: 'string' }, overlay: { type: 'string' } } }),
  )
  const target = cluster({ dryRun: values['dry-run'] })
  const context = target.ask(['config', 'current-context'])?.trim() ?? ''
  if (!values.context)
    throw new CannotDeploy(`Say --context=${context}, when that is the cluster that you mean.\n${usage}`)
  if (values.context !== context)
    throw new CannotDeploy(`The current kubectl context is ${context}, not ${values.context}.`)

  const overlay = path.resolve(values.overlay ?? path.join(knative, 'overlays', 'cloud'))
  complain([...platformFindings(target), ...secretsBefore(target)])
  makeSecrets(path.join(overlay, 'secrets'), deliveryFile(), target.say, target.dryRun)
  // What is in the repository shows where what goes.
  if (target.ask(['kustomize', overlay])?.includes('example.org'))
    throw new CannotDeploy(`${overlay} still says example.org: put your own names there.`)
  const { functions } = deploy(target, overlay)
  target.say(`— done: ${functions.join(', ')}`)
  target.say(
    `  kubectl -n ${namespace} get ksvc,domainmapping shows their addresses; scripts/doctor looks whether all is well.`,
  )
})
