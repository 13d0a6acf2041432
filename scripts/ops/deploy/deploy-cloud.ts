// `scripts/deploy-cloud`: deploys Zerodue to any cluster with Knative, on a managed Kafka and Postgres.

import path from 'node:path'
import { parseArgs } from 'node:util'
import { knative } from '../knative/manifests.ts'
import { asScript, CannotDeploy, cluster, namespace } from './cluster.ts'
import { deploy } from './deploy.ts'
import { complain } from './findings.ts'
import { secretFindings } from './needed-secrets.ts'
import { common, deploying, deployingUsage, readArguments } from './options.ts'
import { placeholderFindings } from './placeholders.ts'
import { platformBeforeDeployment } from './platform-findings.ts'
import { renderOverlay } from './render-overlay.ts'

const usage = `scripts/deploy-cloud --context=NAME [--overlay=FOLDER] [--rotate-delivery] [--dry-run]

Deploys Zerodue to the cluster of that kubectl context. It must be the current context: naming it prevents a deployment
to the wrong cluster. The overlay has the domain, Kafka and the name of the image. The Secrets must exist in the cluster
(knative/README.md lists them). A second run changes only what differs.

  --context=NAME      the kubectl context
  --overlay=FOLDER    knative/overlays/cloud, or your own overlay on top of it
${deployingUsage}`

await asScript(async () => {
  const { values } = readArguments(usage, () =>
    parseArgs({ options: { ...common, ...deploying, context: { type: 'string' }, overlay: { type: 'string' } } }),
  )
  const target = cluster({ dryRun: values['dry-run'] })
  const context = target.ask(['config', 'current-context'])?.trim() ?? ''
  if (!values.context) throw new CannotDeploy(`Add --context=${context} if you mean that cluster.\n${usage}`)
  if (values.context !== context)
    throw new CannotDeploy(
      `The current kubectl context is ${context}, not ${values.context}: run kubectl config use-context ${values.context} first.`,
    )

  const overlay = path.resolve(values.overlay ?? path.join(knative, 'overlays', 'cloud'))
  complain(platformBeforeDeployment(target))
  const resources = await renderOverlay(target, overlay, { rotateDelivery: values['rotate-delivery'] })
  complain([...placeholderFindings(resources), ...secretFindings(target, resources)])
  const functions = deploy(target, resources)
  target.say(
    `— ${target.dryRun ? 'nothing was changed; a deployment would roll out' : 'done'}: ${functions.join(', ')}`,
  )
  target.say(
    `  kubectl -n ${namespace} get ksvc,domainmapping shows the addresses; scripts/doctor checks the installation.`,
  )
})
