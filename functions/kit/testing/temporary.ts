import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A folder for a test file or a program; its caller removes it. In a test, newFolder removes itself. */
export function temporaryFolder(parent = tmpdir()): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(parent, 'zerodue-test-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
