import type { TestProject } from 'vitest/node'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { type Installed, install } from './installation.ts'
import { clusterSettings } from './settings.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The installation that all tests of a run share. */
    installed: Installed
  }
}

export default async function setup(project: TestProject) {
  const { folder, remove } = temporaryFolder()
  const { installed, stop } = await install(clusterSettings(), folder)
  project.provide('installed', installed)
  return async () => {
    await stop()
    remove()
  }
}
