import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../platform/temporary.ts'
import { buildDist } from './build-dist.ts'
import { functionNames } from './function-names.ts'

const { folder: dist, remove } = temporaryFolder()
beforeAll(() => buildDist(dist))
afterAll(remove)

const start = (...args: string[]) =>
  spawnSync(process.execPath, [path.join(dist, 'start.cjs'), ...args], { env: {}, encoding: 'utf8' })

test.each(functionNames())(
  '%s runs from its bundle alone, far from node_modules, and names the setting it lacks',
  name => {
    const { status, stderr } = start(name)
    expect(stderr).toMatch(new RegExp(`^${name}: .*EVENTS`))
    expect(status).toBe(1)
  },
)

test('the migrations are there too, and say what they lack', () => {
  expect(start('migrate')).toMatchObject({ status: 1, stderr: expect.stringContaining('DATABASE_URL is missing') })
})

test.each(['', 'nobody', '../task-api', 'schemas'])('«%s» is no function: all names are told', name => {
  const { status, stderr } = start(name)
  expect(status).toBe(2)
  expect(stderr).toContain('task-api')
})
