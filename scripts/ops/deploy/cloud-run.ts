// `scripts/cloud-run`: prints the Services of knative/base as Google Cloud Run reads them.
import { parseArgs } from 'node:util'
import { stringify } from 'yaml'
import { base, readManifests, servicesIn, settingsOf } from '../knative/manifests.ts'
import { toCloudRun } from './cloud-run-dialect.ts'
import { asScript, CannotDeploy } from './cluster.ts'
import { common, readArguments } from './options.ts'

const usage = `scripts/cloud-run --image=NAME > services.yaml

Prints the functions in the dialect of Cloud Run, for gcloud run services replace, with the settings of
knative/overlays/cloud/settings.env. Secrets are in Secret Manager, one for each value: task-api-AUTH_SECRET.
KafkaSources, sweeps and daprd stay in a cluster, and deliver to the addresses that Cloud Run gives.

  --image=NAME   the image, where Cloud Run finds it`

await asScript(() => {
  const { values } = readArguments(usage, () => parseArgs({ options: { ...common, image: { type: 'string' } } }))
  if (!values.image) throw new CannotDeploy(`Say --image=NAME.\n${usage}`)
  const installation = { image: values.image, settings: settingsOf('cloud') }
  const services = servicesIn(readManifests(base)).map(service => stringify(toCloudRun(service, installation)))
  process.stdout.write(services.join('---\n'))
})
