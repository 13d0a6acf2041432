import { lookup } from 'node:dns/promises'
import { connect } from 'node:net'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { testDatabase } from '../testing/database.ts'
import { freePort } from './free-port.ts'
import { heals } from './heals.ts'

const databaseUrl = await testDatabase()
const closedPort = await freePort()
const withCode = (code: string) => Object.assign(new Error('from elsewhere'), { code })
const errorOf = (work: PromiseLike<unknown>) =>
  Promise.resolve(work).then(
    () => expect.fail('this must fail'),
    (error: unknown) => error,
  )

/** The error of a new connection to the database, with a part of its address replaced. */
function connecting(parts: Partial<Pick<URL, 'port' | 'hostname' | 'password' | 'pathname'>>): Promise<unknown> {
  const url = Object.assign(new URL(databaseUrl), parts)
  const sql = postgres(url.href, { max: 1, connect_timeout: 2, onnotice: () => {} })
  onTestFinished(() => sql.end({ timeout: 1 }))
  return errorOf(sql`select 1`)
}

/** The error of a statement. */
function asking(statement: string): Promise<unknown> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} })
  onTestFinished(() => sql.end({ timeout: 1 }))
  return errorOf(sql.unsafe(statement))
}

const raising = (code: string) => asking(`do $$ begin raise exception 'no' using errcode = '${code}'; end $$`)
const socketTo = (host: string, port: number) =>
  new Promise((_, reject) => connect({ host, port }).once('error', reject))

test.each<[string, () => Promise<unknown>]>([
  ['a database that does not listen', () => connecting({ port: '1' })],
  ['a name that DNS does not know', () => connecting({ hostname: 'nowhere.invalid' })],
  ['a password that is being rotated', () => connecting({ password: 'the-last-one' })],
  ['a database that is being restored', () => connecting({ pathname: '/not-there-yet' })],
  [
    'a standby that has not taken over yet',
    () => asking('begin read only; create temp table t (id int); insert into tasks.task default values'),
  ],
  ['a session that an administrator ends', () => asking('select pg_terminate_backend(pg_backend_pid())')],
  ['a lock that another transaction holds', () => raising('55P03')],
  ['a full disk', () => raising('53100')],
  ['too many connections', () => raising('53300')],
  ['a server that is shutting down', () => raising('57P01')],
  ['a server that is starting', () => raising('57P03')],
  ['a disk that fails', () => raising('58030')],
  ['a serialization failure', () => raising('40001')],
  ['a deadlock', () => raising('40P01')],
  ['a connection that breaks', () => raising('08006')],
  ['a socket to a closed port', () => errorOf(socketTo('127.0.0.1', closedPort))],
  ['a look-up of an unknown host', () => errorOf(lookup('nowhere.invalid'))],
  ['fetch to a closed port, whose error has the cause inside', () => errorOf(fetch(`http://127.0.0.1:${closedPort}/`))],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE', 'EMFILE'].map(
    (code): [string, () => Promise<unknown>] => [code, async () => withCode(code)],
  ),
  ...['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT'].map(
    (code): [string, () => Promise<unknown>] => [code, async () => withCode(code)],
  ),
])('%s heals, so the event is retried', async (_, failing) => {
  const error = await failing()
  expect(heals(error), String(error)).toBe(true)
})

test.each<[string, () => Promise<unknown>]>([
  ['a bug in the code', async () => new TypeError('x is not a function')],
  ['a missing table', () => asking('select from not_there')],
  ['a missing column', () => asking('select not_there from pg_class')],
  ['a right that the role lacks', () => raising('42501')],
  ['a value that breaks a rule of the table', () => raising('23514')],
  ['a number that is too large', () => asking('select 1e10::int')],
  ['a division by zero', () => asking('select 1 / 0')],
  ['a statement that takes too long', () => raising('57014')],
  ['a damaged row', () => raising('XX001')],
  ['a text that the driver cannot send', () => errorOf(Promise.reject(withCode('UNDEFINED_VALUE')))],
  ['a file that does not exist', async () => withCode('ENOENT')],
  ['no error at all', async () => undefined],
])('%s does not heal, so the event is set aside', async (_, failing) => {
  const error = await failing()
  expect(heals(error), String(error)).toBe(false)
})

test('an error whose causes form a circle is read to an end', () => {
  const [one, two] = [new Error('one'), new Error('two')]
  one.cause = two
  two.cause = one
  expect(heals(one)).toBe(false)
})
