import { globSync } from 'node:fs'
import { root } from '../../../functions/kit/root.ts'
import { SettingsError } from '../../../functions/kit/settings/settings.ts'
import { Missing } from '../../build/tools.ts'
import { clusterSettings } from '../cluster/settings.ts'
import type { Tally } from './tally.ts'
import { type Chosen, runVitest } from './vitest.ts'

/** Runs the journeys in a cluster, or names the setting that is missing. */
export function runClusterTests(chosen: Chosen): Tally {
  try {
    clusterSettings()
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof Missing)) throw error
    console.error(
      `\nSKIPPED: the tests in a cluster cannot run. ${error.message} knative/README.md explains the settings.\n`,
    )
    const files = globSync('**/*.cluster.test.ts', { cwd: root, exclude: ['**/node_modules/**'] })
    return { passed: 0, failed: 0, skipped: files.length, failures: [] }
  }
  return runVitest('vitest.cluster.config.ts', chosen)
}
