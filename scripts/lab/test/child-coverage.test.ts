import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { addChildren } from './child-coverage.ts'

const source = `const wanted: string | undefined = process.argv[2]
if (wanted === 'one') {
  console.log(1)
} else {
  console.log(2)
}
`

test('statements that only a child process ran count, and no others', () => {
  const folder = newFolder()
  const file = path.join(newFolder(), 'child.ts')
  writeFileSync(file, source)
  const NODE_V8_COVERAGE = folder
  expect(spawnSync(process.execPath, [file, 'one'], { env: { ...process.env, NODE_V8_COVERAGE } }).status).toBe(0)
  const at = (line: number, column = 0) => ({ start: { line, column } })
  const covered = {
    path: file,
    statementMap: { 0: at(1), 1: at(2), 2: at(3, 2), 3: at(5, 2) },
    s: { 0: 0, 1: 0, 2: 0, 3: 0 },
  }
  addChildren({ [file]: covered }, folder)
  expect(covered.s).toEqual({ 0: 1, 1: 1, 2: 1, 3: 0 })

  spawnSync(process.execPath, [file, 'two'], { env: { ...process.env, NODE_V8_COVERAGE } })
  addChildren({ [file]: covered }, folder)
  expect(covered.s[3]).toBe(1)
})
