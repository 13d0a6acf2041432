import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

/** Where everything is kept that the platform tests fetch or build, across clones. */
export const cacheFolder = () => path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'zerodue')

/** A folder that is made once and then found again. It is there complete or not at all: it gets its name at the end. */
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
    // Whoever was faster has made the same.
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
  return folder
}
