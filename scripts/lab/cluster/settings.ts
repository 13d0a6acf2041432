import { existsSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { root } from '../../../functions/kit/root.ts'
import { readSettings, url } from '../../../functions/kit/settings/settings.ts'
import { Missing } from '../../build/tools.ts'

const whole = v.pipe(v.string(), v.digits('must be a whole number'), v.transform(Number))

const entries = {
  /** A cluster with Knative Serving, for kubectl. */
  KUBECONFIG: v.string(),
  /** Where its ingress takes requests from outside; the Host header does the rest. */
  INGRESS: url,
  /** Where it takes those for names inside the cluster, seen from here. */
  INGRESS_INSIDE: url,
  /** The address of this computer as pods see it: Kafka and Postgres run here. */
  HOST_ADDRESS: v.pipe(v.string(), v.ip('must be an address')),
  /** How an image archive gets into the cluster; {} is the file. */
  LOAD_IMAGE: v.pipe(v.string(), v.includes('{}', 'must have {} where the file goes')),
  IMAGE: v.optional(v.string(), path.join(root, 'dist', 'image.tar')),
  /** For how long nothing may run when nothing is due. */
  IDLE_MINUTES: v.optional(whole, '2'),
  /** How much longer than promised everything may take where others use the machine too. */
  PATIENCE: v.optional(whole, '1'),
  /** How often a start from zero is measured. */
  STARTS: v.optional(whole, '5'),
}

export type ClusterSettings = ReturnType<typeof clusterSettings>

export function clusterSettings() {
  const settings = readSettings(entries, process.env)
  if (existsSync(settings.IMAGE)) return settings
  throw new Missing(`There is no image at ${settings.IMAGE}: scripts/build-image makes it, or IMAGE says where it is.`)
}
