// `scripts/deploy-local`: Zerodue in kind or minikube, with a Kafka and a Postgres of its own.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../../../functions/kit/root.ts'
import { knative } from '../knative/manifests.ts'
import { asScript, CannotDeploy, type Cluster, cluster } from './cluster.ts'
import { deploy, namespace } from './deploy.ts'
import { complain, platformFindings } from './findings.ts'
import { localFiles, makeCertificate, makeSecrets } from './local-secrets.ts'
import { common, readArguments } from './options.ts'

const usage = `scripts/deploy-local [--image=TAR] [--load=COMMAND] [--dry-run]

Puts Zerodue into the cluster of the current kubectl context, which needs Knative Serving and Eventing with KafkaSource.
A second run changes only what has changed. What it makes up (passwords, keys, a certificate) it keeps in
knative/overlays/local/secrets/, which git does not see.

  --image=TAR      the image, as scripts/build-image writes it (dist/image.tar)
  --load=COMMAND   how an image gets into the cluster; {} is the file. Without it: kind or minikube, by the context's name
  --dry-run        says what it would do, and does nothing`

await asScript(async () => {
  const { values } = readArguments(usage, () =>
    parseArgs({ options: { ...common, image: { type: 'string' }, load: { type: 'string' } } }),
  )
  const target = cluster({ dryRun: values['dry-run'] })
  const context = target.ask(['config', 'current-context'])?.trim() ?? ''
  target.say(`— the context ${context}`)
  complain(platformFindings(target))

  const overlay = path.join(knative, 'overlays', 'local')
  const secrets = path.join(overlay, 'secrets')
  makeSecrets(secrets, await localFiles(secrets), target.say, target.dryRun)
  makeCertificate(secrets, 'zerodue.localhost', target.say, target.dryRun)
  loadImage(
    target,
    path.resolve(values.image ?? path.join(root, 'dist', 'image.tar')),
    values.load ?? loaderOf(context),
  )
  if (target.dryRun && !existsSync(secrets))
    return target.say('— without secrets/ kustomize cannot say more: run it once without --dry-run')

  const { functions } = deploy(target, overlay)
  target.say(`— done: ${functions.join(', ')}`)
  target.say(`  kubectl -n ${namespace} get ksvc shows their addresses; scripts/doctor looks whether all is well.`)
})

function loaderOf(context: string): string {
  if (context.startsWith('kind-')) return `kind load image-archive {} --name ${context.slice('kind-'.length)}`
  if (context === 'minikube') return 'minikube image load {}'
  throw new CannotDeploy(`How an image gets into ${context} is said by --load='COMMAND {}'.`)
}

function loadImage(target: Cluster, tar: string, loader: string): void {
  const command = loader.replaceAll('{}', `'${tar.replaceAll("'", "'\\''")}'`)
  target.say(`${target.dryRun ? 'would run' : 'run'}: ${command}`)
  if (target.dryRun) return
  if (!existsSync(tar)) throw new CannotDeploy(`There is no image at ${tar}: scripts/build-image makes it.`)
  const { status } = spawnSync('sh', ['-c', command], { stdio: 'inherit' })
  if (status !== 0) throw new CannotDeploy(`The image did not get into the cluster: ${command} ended with ${status}.`)
}
