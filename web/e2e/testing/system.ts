import { afterAll } from 'vitest'
import { quickDisk } from '../../../functions/kit/testing/new-folder.ts'
import { freePort } from '../../../functions/laptop/testing/zerodue.ts'
import { launch, type System } from './launch.ts'

/**
 * One Zerodue for all tests of a file. Inside of a test, `atEnd` must be `onTestFinished`: Vitest ignores an `afterAll` there,
 * and a process that stays holds up the end of the whole run.
 */
export async function startSystem(
  settings: Record<string, string> = {},
  atEnd: (end: () => Promise<void>) => void = afterAll,
): Promise<System> {
  const system = await launch(await freePort(), { parent: quickDisk, settings })
  atEnd(() => system.end())
  return system
}
