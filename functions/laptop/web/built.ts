import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../kit/root.ts'
import { hashOfSources } from './sources.ts'

export const webDist = path.join(root, 'web', 'dist')
export const stampFile = (folder: string): string => path.join(folder, '.built')

/** Whether web/dist is up to date. */
export const isBuilt = (server = ''): boolean => stampIn(webDist) === hashOfSources(server)

/** The hash of the sources that a folder was built from. */
function stampIn(folder: string): string | undefined {
  try {
    return readFileSync(stampFile(folder), 'utf8')
  } catch {
    return undefined
  }
}
