// `scripts/deploy-local`: deploys Zerodue to kind or minikube, with its own Kafka and Postgres.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../../../functions/kit/root.ts'
import { knative } from '../knative/manifests.ts'
import { asScript, CannotDeploy, type Cluster, cluster, namespace } from './cluster.ts'
import { deploy } from './deploy.ts'
import { complain } from './findings.ts'
import { createLocalSecrets } from './local-secrets.ts'
import { secretFindings } from './needed-secrets.ts'
import { common, deploying, deployingUsage, readArguments } from './options.ts'
import { platformBeforeDeployment } from './platform-findings.ts'
import { renderOverlay } from './render-overlay.ts'

const usage = `scripts/deploy-local [--image=TAR] [--load=COMMAND] [--rotate-delivery] [--dry-run]

Deploys Zerodue to the cluster of the current kubectl context, which needs Knative Serving and Eventing with KafkaSource.
A second run changes only what differs. It generates passwords, keys and a certificate, and keeps them in
knative/overlays/local/secrets/, which git ignores. It takes those that the cluster has from there.

  --image=TAR         the image that scripts/build-image wrote (dist/image.tar)
  --load=COMMAND      loads an image into the cluster; {} is the file (by default kind or minikube, by the context's name)
${deployingUsage}`

await asScript(async () => {
  const { values } = readArguments(usage, () =>
    parseArgs({ options: { ...common, ...deploying, image: { type: 'string' }, load: { type: 'string' } } }),
  )
  const target = cluster({ dryRun: values['dry-run'] })
  const context = target.ask(['config', 'current-context'])?.trim() ?? ''
  target.say(`— the context ${context}`)
  complain(platformBeforeDeployment(target))

  const overlay = path.join(knative, 'overlays', 'local')
  const resources = await renderOverlay(target, overlay, {
    rotateDelivery: values['rotate-delivery'],
    create: (secrets, say) => createLocalSecrets(target, secrets, say),
  })
  loadImage(
    target,
    path.resolve(values.image ?? path.join(root, 'dist', 'image.tar')),
    values.load ?? loaderOf(context),
  )
  complain(secretFindings(target, resources))

  const functions = deploy(target, resources)
  target.say(
    `— ${target.dryRun ? 'nothing was changed; a deployment would roll out' : 'done'}: ${functions.join(', ')}`,
  )
  target.say(`  kubectl -n ${namespace} get ksvc shows the addresses; scripts/doctor checks the installation.`)
})

function loaderOf(context: string): string {
  if (context.startsWith('kind-')) return `kind load image-archive {} --name ${context.slice('kind-'.length)}`
  if (context === 'minikube') return 'minikube image load {}'
  throw new CannotDeploy(`Add --load='COMMAND {}': the command that loads an image into ${context}.`)
}

function loadImage(target: Cluster, tar: string, loader: string): void {
  const command = loader.replaceAll('{}', `'${tar.replaceAll("'", "'\\''")}'`)
  target.say(`${target.dryRun ? 'would run' : 'run'}: ${command}`)
  if (target.dryRun) return
  if (!existsSync(tar)) throw new CannotDeploy(`There is no image at ${tar}: run scripts/build-image first.`)
  const { status } = spawnSync('sh', ['-c', command], { stdio: 'inherit' })
  if (status !== 0) throw new CannotDeploy(`Loading the image failed: ${command} ended with ${status}.`)
}
