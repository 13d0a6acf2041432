import { existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './temporary.ts'

/** A folder for this test only. */
export function newFolder(parent = tmpdir()): string {
  const { folder, remove } = temporaryFolder(parent)
  onTestFinished(remove)
  return folder
}

/** A parent for databases that wait for the disk: in memory, where there is room enough, that takes no time. */
export const quickDisk = hasRoom('/dev/shm') ? '/dev/shm' : tmpdir()

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize > 2 ** 31
}
