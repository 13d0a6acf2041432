import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { newFolder, quickDisk } from '../functions/kit/testing/new-folder.ts'
import { freePort, postmasterPid, run, signalGroup } from '../functions/laptop/testing/zerodue.ts'

// Each of them starts whole processes, several times: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 })

test("the README's own lines make three tasks, and kill -9 of everything loses none of them", async () => {
  const env = { ZERODUE_HOME: newFolder(quickDisk), PORT: await freePort() }
  const folder = newFolder()
  const shell = (lines: string) => {
    const quiet = `curl() { command curl -sS --fail-with-body "$@"; }\n${lines.replaceAll(':8080', `:${env.PORT}`)}`
    const { stdout, stderr, status } = spawnSync('bash', ['-e', '-c', quiet], { cwd: folder, encoding: 'utf8' })
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' })
    return stdout
  }
  const lines = curlLines()
  const list = lines.slice(lines.lastIndexOf('curl '))
  const first = run('scripts/start.ts', [], env)
  await first.firstLine()
  shell(lines)
  const before = JSON.parse(shell(list))
  process.kill(-postmasterPid(env.ZERODUE_HOME), 'SIGKILL')
  signalGroup(first.child, 'SIGKILL')
  await first.ended

  await run('scripts/start.ts', [], env).firstLine()

  expect(before.items.map(({ title }: { title: string }) => title)).toEqual(['دودھ خریدیں', 'Standup', 'Buy milk'])
  expect(JSON.parse(shell(list))).toEqual(before)
})

test('--demo makes an account that can sign in, once', async () => {
  const env = { ZERODUE_HOME: newFolder(quickDisk), PORT: await freePort() }
  const signIn = async () => {
    const zerodue = run('scripts/start.ts', ['--demo'], env)
    const [, email, password] = (await zerodue.line(/^Sign in as (\S+) with the password (\S+)$/m)) ?? []
    const address = `http://127.0.0.1:${env.PORT}`
    const signedIn = await fetch(`${address}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    })
    const cookie = signedIn.headers.getSetCookie().map(one => one.split(';')[0])
    const tasks = await fetch(`${address}/api/tasks`, { headers: { cookie: cookie.join('; ') } })
    signalGroup(zerodue.child, 'SIGTERM')
    const { items } = (await tasks.json()) as { items: { title: string }[] }
    await zerodue.ended
    return items.map(({ title }) => title).sort()
  }

  const titles = await signIn()

  expect(titles).toContain('Buy milk')
  expect(await signIn()).toEqual(titles)
})

/** The block in which somebody signs up. */
function curlLines(): string {
  const blocks = readFileSync('README.md', 'utf8').match(/```sh\n[\s\S]*?```/g) ?? []
  return (blocks.find(block => block.includes('sign-up')) ?? '').replace(/^```sh\n|```$/g, '')
}
