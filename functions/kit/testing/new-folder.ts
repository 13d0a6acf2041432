import { existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './temporary.ts'

/** A folder for one test, removed after it. */
export function newFolder(parent = tmpdir(), atEnd: (cleanUp: () => void) => unknown = onTestFinished): string {
  const { folder, remove } = temporaryFolder(parent)
  atEnd(remove)
  return folder
}

/** A parent folder for databases: in memory where there is room, because fsync takes no time there. */
export const quickDisk = hasRoom('/dev/shm') ? '/dev/shm' : tmpdir()

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize > 2 ** 31
}
