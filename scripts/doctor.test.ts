import { expect, test, vi } from 'vitest'
import { newFolder, quickDisk } from '../functions/kit/testing/new-folder.ts'
import { freePort, postmasterPid, run } from '../functions/laptop/testing/zerodue.ts'

// Each test starts several processes: on a busy machine that takes long.
vi.setConfig({ testTimeout: 120_000 })

const doctor = (env: NodeJS.ProcessEnv, args: string[] = []) => run('scripts/doctor.ts', args, env).ended

test('npm run doctor names each part of a running Zerodue, and ends with 1 while its mail server or database is away', async () => {
  const env = { ZERODUE_HOME: newFolder(quickDisk), PORT: await freePort() }
  const mail = { SMTP_URL: `smtp://127.0.0.1:${await freePort()}`, MAIL_FROM: 'zerodue@example.com' }
  await run('scripts/start.ts', [], { ...env, ...mail }).firstLine()
  const runs = `ok: Zerodue runs at http://localhost:${env.PORT} with the data in ${env.ZERODUE_HOME}`

  const { code, out, err } = await doctor({ ZERODUE_HOME: env.ZERODUE_HOME })
  expect({ code, err, lines: out.trimEnd().split('\n').toSorted() }).toEqual({
    code: 1,
    err: '',
    lines: [
      runs,
      'ok: Zerodue: the alarm clock is there',
      'ok: Zerodue: the broker is there',
      'ok: Zerodue: the database is there',
      'wrong: Zerodue: the mail server is away. The mail server cannot be reached (ESOCKET). Mails are tried again for a while: see that it runs, and correct SMTP_URL.',
    ].toSorted(),
  })

  process.kill(postmasterPid(env.ZERODUE_HOME), 'SIGKILL')
  const without = await doctor({ ZERODUE_HOME: env.ZERODUE_HOME })
  expect(without).toMatchObject({ code: 1, err: '' })
  expect(without.out).toMatch(/^ok: Zerodue runs at \S+ .*\nwrong: Zerodue cannot serve: The database is away\. .*\n$/)
})

test('npm run doctor ends with 0 when nothing is wrong, although no mail server is set up', async () => {
  const env = { ZERODUE_HOME: newFolder(quickDisk), PORT: await freePort() }
  await run('scripts/start.ts', [], env).firstLine()
  const { code, out } = await doctor({ ZERODUE_HOME: env.ZERODUE_HOME })
  expect(code, out).toBe(0)
  expect(out).toContain('note: Zerodue: the mail server is not set up')
})

test('npm run doctor says that nothing runs, and creates no data', async () => {
  const ZERODUE_HOME = `${newFolder()}/home`
  expect(await doctor({ ZERODUE_HOME })).toEqual({
    code: 1,
    out: `wrong: Zerodue does not run with the data in ${ZERODUE_HOME}: start it with npm start.\n`,
    err: '',
  })
  expect(await doctor({ ZERODUE_HOME }, ['--fix'])).toMatchObject({ code: 1, err: expect.stringContaining('--fix') })
  expect((await doctor({ ZERODUE_HOME }, ['--help'])).out).toContain('npm run doctor')
})
