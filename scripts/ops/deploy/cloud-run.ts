// `scripts/cloud-run`: prints the Services of knative/base for Google Cloud Run.
import { parseArgs } from 'node:util'
import { stringify } from 'yaml'
import { base, readManifests, servicesIn, settingsOf } from '../knative/manifests.ts'
import { toCloudRun } from './cloud-run-dialect.ts'
import { asScript, CannotDeploy } from './cluster.ts'
import { common, readArguments } from './options.ts'

const usage = `scripts/cloud-run --image=NAME > services.yaml

Prints the functions for Cloud Run (gcloud run services replace), with the settings of
knative/overlays/cloud/settings.env. It expects one secret for each value in Secret Manager, such as
task-api-AUTH_SECRET. KafkaSources, sweeps and daprd run in a cluster and deliver to the addresses in Cloud Run.

  --image=NAME   the image, in a registry that Cloud Run can read`

await asScript(() => {
  const { values } = readArguments(usage, () => parseArgs({ options: { ...common, image: { type: 'string' } } }))
  if (!values.image) throw new CannotDeploy(`Add --image=NAME.\n${usage}`)
  const installation = { image: values.image, settings: settingsOf('cloud') }
  const services = servicesIn(readManifests(base)).map(service => stringify(toCloudRun(service, installation)))
  process.stdout.write(services.join('---\n'))
})
