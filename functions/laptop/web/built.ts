import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../kit/root.ts'

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

/** The inputs of a build. */
const patterns = [
  'web/**/*',
  'functions/domain/**/*.ts',
  'functions/kit/core/*.ts',
  'scripts/web/*.ts',
  'schemas/**/*.json',
  'package-lock.json',
]
const excluded = [
  'web/dist',
  'web/dist/**',
  'web/.dist-*',
  'web/.dist-*/**',
  'web/e2e/**',
  'web/README.md',
  '**/*.test.ts',
  '**/*.test.tsx',
  '**/node_modules',
]

/** A hash of all inputs of a build of the web client. */
export function hashOfSources(server = ''): string {
  const hash = createHash('sha256').update(`${server}\n`)
  const files = globSync(patterns, { cwd: root, exclude: excluded, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort()
  for (const file of files) hash.update(`${path.relative(root, file)}\n`).update(readFileSync(file))
  return hash.digest('hex')
}
