import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

/** The folder for everything that the platform tests download or build. All clones share it. */
export const cacheFolder = () => path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'zerodue')

/** A folder that is made once and reused. It gets its name when it is complete. */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = path.join(cacheFolder(), name)
  if (existsSync(folder)) return folder
  const making = `${folder}.${process.pid}.new`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  try {
    await make(making)
    renameSync(making, folder)
  } catch (error) {
    // Another process was faster and has made the same.
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
  return folder
}
