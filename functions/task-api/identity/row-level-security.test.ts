import { beforeAll, expect, test } from 'vitest'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import { testDatabase } from '../../kit/testing/database.ts'
import { replica } from '../testing/browser.ts'

let api: Awaited<ReturnType<typeof replica>>
let ana: string
let bob: string
beforeAll(async () => {
  api = await replica(await testDatabase())
  const people = [api.browser(), api.browser()]
  for (const person of people) await person.signUp()
  for (const person of people) await person.apiToken()
  for (const person of people) await person.request('PATCH', '/api/me', { body: { zone: 'Asia/Karachi' } })
  const ids = await Promise.all(people.map(async person => (await person.request('GET', '/api/me')).body.id))
  ana = String(ids[0])
  bob = String(ids[1])
})

const tables = ['profile', 'api_token', 'session', 'credential', 'person'].map(name => `identity.${name}`)

const ownersOf = async (table: string, caller: string) => {
  const column = table === 'identity.person' ? 'id' : 'user_id'
  const rows = await asCaller(
    api.sql,
    { userId: caller },
    tx => tx<{ who: string }[]>`select ${tx(column)} as who from ${tx(table)}`,
  )
  return rows.map(({ who }) => who)
}

test.each(tables)('a query on %s without a where clause shows only rows of the caller', async table => {
  expect(await ownersOf(table, bob)).toEqual([bob])
  expect(await ownersOf(table, ana)).toEqual([ana])
})

test.each(['identity.profile', 'identity.api_token'])(
  '%s shows nothing to a query that names no caller',
  async table => {
    expect(await api.sql`select from ${api.sql(table)}`).toHaveLength(0)
  },
)

test('nobody can change or delete rows of another person', async () => {
  await asCaller(api.sql, { userId: bob }, async tx => {
    await tx`update identity.profile set zone = 'UTC'`
    await tx`delete from identity.api_token`
    await tx`delete from identity.session`
  })
  expect(await ownersOf('identity.api_token', ana)).toEqual([ana])
  expect(await ownersOf('identity.session', ana)).toEqual([ana])
  const [row] = await api.owner`select zone from identity.profile where user_id = ${ana}`
  expect(row?.zone).toBe('Asia/Karachi')
})

test('nobody can insert a token for another person or change any token', async () => {
  const forge = asCaller(
    api.sql,
    { userId: bob },
    tx => tx`
      insert into identity.api_token (user_id, id, name, scopes, hash, created_at)
      values (${ana}, gen_random_uuid(), 'x', '{read}', ${Buffer.from('x')}, now())`,
  )
  await expect(forge).rejects.toThrow('row-level security')
  const widen = asCaller(api.sql, { userId: bob }, tx => tx`update identity.api_token set scopes = '{read,write}'`)
  await expect(widen).rejects.toThrow('permission denied')
})

test('task-api can neither read nor delete the record of deleted users', async () => {
  for (const statement of ['select * from', 'delete from'])
    await expect(api.sql.unsafe(`${statement} identity.deleted_user`)).rejects.toThrow('permission denied')
})
