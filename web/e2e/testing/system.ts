import { afterAll } from 'vitest'
import { quickDisk } from '../../../functions/kit/testing/new-folder.ts'
import { freePort } from '../../../functions/laptop/testing/zerodue.ts'
import { launch, type System } from './launch.ts'

/** One Zerodue for all tests of a file. */
export async function startSystem(settings: Record<string, string> = {}): Promise<System> {
  const system = await launch(await freePort(), { parent: quickDisk, settings })
  afterAll(() => system.end())
  return system
}
