import { spawn, spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { httpHeaders } from '../../functions/kit/events/cloud-event.ts'
import { functionNames } from '../../functions/kit/function-names.ts'
import { freePort } from '../../functions/kit/http/free-port.ts'
import { emptyDatabase, testDatabase } from '../../functions/kit/testing/database.ts'
import { localServer } from '../../functions/kit/testing/local-server.ts'
import { someEvent } from '../../functions/kit/testing/some-event.ts'
import { temporaryFolder } from '../../functions/kit/testing/temporary.ts'
import { dumpDatabase } from '../schemas/dump-database.ts'
import { buildDist } from './build-dist.ts'

const { folder: dist, remove } = temporaryFolder()
beforeAll(() => buildDist(dist))
afterAll(remove)

const node = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, args, { env, encoding: 'utf8' })
const start = (name: string) => node([path.join(dist, 'start.cjs'), name])

test.each(functionNames())('%s starts from its bundle, without node_modules, and names its missing setting', name => {
  const { status, stderr } = start(name)
  expect(stderr).toMatch(new RegExp(`^${name}: .*EVENTS`))
  expect(status).toBe(1)
})

test("no bundle contains Dapr's SDK, and a function with SECRETS=dapr loads it from dist/", async () => {
  const bundles = globSync('**/*.cjs', { cwd: dist })
  expect(bundles.filter(file => readFileSync(path.join(dist, file), 'utf8').includes('dapr-sdk-js'))).toEqual([])

  const daprd = await localServer(({ path: at }, response) => {
    const secret = at.endsWith('/secrets/zerodue-secrets/reminder-firer')
      ? { KAFKA_BROKERS: '127.0.0.1:1' }
      : { id: 'x' }
    response.end(JSON.stringify(secret))
  })
  const env = { EVENTS: 'kafka', EVENTS_SECRET: 'x'.repeat(32) }
  const dapr = { SECRETS: 'dapr', SECRETS_FROM: 'reminder-firer', DAPR_HTTP_ENDPOINT: daprd.url }
  const errorsWith = async (more: NodeJS.ProcessEnv) => {
    const args = [path.join(dist, 'start.cjs'), 'reminder-firer']
    const child = spawn(process.execPath, args, {
      cwd: dist,
      env: { ...env, ...more },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    return text(child.stderr)
  }
  expect(await errorsWith({})).toContain('EVENTS=kafka needs KAFKA_BROKERS')
  expect(await errorsWith(dapr)).toMatch(/^reminder-firer: .*CURSOR_SECRET is missing/)
})

test('migrate, topics and watch start from their bundles and name their missing setting', () => {
  expect(start('migrate')).toMatchObject({ status: 1, stderr: expect.stringContaining('DATABASE_URL is missing') })
  expect(start('topics')).toMatchObject({ status: 1, stderr: expect.stringContaining('KAFKA_BROKERS') })
  expect(start('watch')).toMatchObject({ status: 1, stderr: expect.stringContaining('DATABASE_URL is missing') })
})

test('migrate makes the same database from its bundle as from the sources', async () => {
  const DATABASE_URL = await emptyDatabase()
  const { status, stderr, stdout } = node([path.join(dist, 'start.cjs'), 'migrate'], { DATABASE_URL })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('applied task-api/tasks.sql')
  expect(await dumpDatabase(DATABASE_URL)).toBe(await dumpDatabase(await testDatabase()))
})

test.each(['', 'nobody', '../task-api', 'schemas'])(
  'start.cjs refuses the name «%s» and lists the names that it knows',
  name => {
    const { status, stderr } = start(name)
    expect(status).toBe(2)
    expect(stderr).toContain('task-api')
  },
)

test('V8 accepts the compiled code of every file, also with another memory limit', () => {
  const files = globSync('**/*.cjs', { cwd: dist }).filter(file => file !== 'start.cjs')
  expect(files.length).toBeGreaterThan(functionNames().length)
  const script = `
    const { load } = require('./start.cjs')
    for (const file of ${JSON.stringify(files)})
      load(require('node:path').resolve(file), (name, { cachedDataRejected }) => console.log('rejected', cachedDataRejected, name))
    process.exit(0)`
  const { stdout } = spawnSync(process.execPath, ['--max-old-space-size=200', '-e', script], {
    cwd: dist,
    encoding: 'utf8',
  })
  const lines = stdout.split('\n').filter(line => line.startsWith('rejected '))
  expect(lines.filter(line => !line.startsWith('rejected false '))).toEqual([])
  expect(lines).toHaveLength(files.length)
})

test('a bundle handles an event, for which it loads a package lazily', async () => {
  const secret = 'the-credential-of-the-sources-of-this-test'
  const [port, env] = [await freePort(), { EVENTS: 'kafka', KAFKA_BROKERS: '127.0.0.1:1', EVENTS_SECRET: secret }]
  const child = spawn(process.execPath, [path.join(dist, 'start.cjs'), 'recurrence-handler'], {
    env: { ...env, PORT: String(port) },
    stdio: 'ignore',
  })
  onTestFinished(() => void child.kill())
  const event = someEvent({ type: 'zerodue.user.updated.v1' })
  const deliver = () =>
    fetch(`http://127.0.0.1:${port}/?delivery=${secret}`, { method: 'POST', headers: httpHeaders(event), body: '{}' })
  const { status } = await vi.waitFor(deliver, { timeout: 20_000, interval: 50 })
  expect(status).toBe(204)
})
