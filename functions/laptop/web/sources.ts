import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../kit/root.ts'

/** Everything that a build is made of. */
const patterns = [
  'web/**/*',
  'functions/domain/**/*.ts',
  'functions/kit/core/*.ts',
  'scripts/web/*.ts',
  'schemas/**/*.json',
  'package-lock.json',
]
const left = [
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

/** Changes when anything does of which the web client is built. */
export function hashOfSources(server = ''): string {
  const hash = createHash('sha256').update(`${server}\n`)
  const files = globSync(patterns, { cwd: root, exclude: left, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort()
  for (const file of files) hash.update(`${path.relative(root, file)}\n`).update(readFileSync(file))
  return hash.digest('hex')
}
