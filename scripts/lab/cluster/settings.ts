import { existsSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { root } from '../../../functions/kit/root.ts'
import { readSettings, url } from '../../../functions/kit/settings/settings.ts'
import { Missing } from '../../build/tools.ts'

const whole = v.pipe(v.string(), v.digits('must be a whole number'), v.transform(Number))

const entries = {
  /** The kubeconfig of a cluster with Knative Serving. */
  KUBECONFIG: v.string(),
  /** The address of its public ingress. */
  INGRESS: url,
  /** The address of its cluster-local ingress, as this computer reaches it. */
  INGRESS_INSIDE: url,
  /** The address of this computer, as pods reach it: Kafka and Postgres run here. */
  HOST_ADDRESS: v.pipe(v.string(), v.ip('must be an address')),
  /** The command that loads an image archive into the cluster; {} is the file. */
  LOAD_IMAGE: v.pipe(v.string(), v.includes('{}', 'must contain {} in place of the file')),
  IMAGE: v.optional(v.string(), path.join(root, 'dist', 'image.tar')),
  /** How long the test watches that nothing runs. */
  IDLE_MINUTES: v.optional(whole, '2'),
  /** The factor by which limits of time grow on a busy machine. */
  PATIENCE: v.optional(whole, '1'),
  /** The number of measured starts from zero. */
  STARTS: v.optional(whole, '5'),
  /** The number of reminders that are sent from zero. */
  REMINDERS: v.optional(whole, '4'),
}

export type ClusterSettings = ReturnType<typeof clusterSettings>

export function clusterSettings() {
  const settings = readSettings(entries, process.env)
  if (existsSync(settings.IMAGE)) return settings
  throw new Missing(`There is no image at ${settings.IMAGE}: run scripts/build-image, or set IMAGE.`)
}
