// `scripts/deploy-cloud`: deploys Zerodue to any cluster with Knative, on a managed Kafka and Postgres.

import path from 'node:path'
import { parseArgs } from 'node:util'
import { knative } from '../knative/manifests.ts'
import { asScript, CannotDeploy, cluster } from './cluster.ts'
import { deploy, namespace } from './deploy.ts'
import { complain, platformFindings, secretsBefore } from './findings.ts'
import { deliveryFile, makeSecrets } from './local-secrets.ts'
import { common, readArguments } from './options.ts'

const usage = `scripts/deploy-cloud --context=NAME [--overlay=FOLDER] [--dry-run]

Deploys Zerodue to the cluster of that kubectl context. It must be the current context: naming it prevents a deployment
to the wrong cluster. The overlay has the domain, Kafka and the name of the image. The Secrets must exist in the cluster
(knative/README.md lists them). A second run changes only what differs.

  --context=NAME     the kubectl context
  --overlay=FOLDER   knative/overlays/cloud, or your own overlay on top of it
  --dry-run          prints what it would do and changes nothing`

await asScript(() => {
  const { values } = readArguments(usage, () =>
    parseArgs({ options: { ...common, context: { type: 'string' }, overlay: { type: 'string' } } }),
  )
  const target = cluster({ dryRun: values['dry-run'] })
  const context = target.ask(['config', 'current-context'])?.trim() ?? ''
  if (!values.context) throw new CannotDeploy(`Add --context=${context} if you mean that cluster.\n${usage}`)
  if (values.context !== context)
    throw new CannotDeploy(
      `The current kubectl context is ${context}, not ${values.context}: run kubectl config use-context ${values.context} first.`,
    )

  const overlay = path.resolve(values.overlay ?? path.join(knative, 'overlays', 'cloud'))
  complain([...platformFindings(target), ...secretsBefore(target)])
  makeSecrets(path.join(overlay, 'secrets'), deliveryFile(), target.say, target.dryRun)
  // The repository has placeholders.
  if (target.ask(['kustomize', overlay])?.includes('example.org'))
    throw new CannotDeploy(`${overlay} still contains example.org: replace it with your own names.`)
  const { functions } = deploy(target, overlay)
  target.say(`— done: ${functions.join(', ')}`)
  target.say(
    `  kubectl -n ${namespace} get ksvc,domainmapping shows the addresses; scripts/doctor checks the installation.`,
  )
})
