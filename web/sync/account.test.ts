import { expect, test } from 'vitest'
import { openSpace } from '../storage/space.ts'
import { synchronized, type TestDevice, until } from './testing/device.ts'
import { account, signedIn } from './testing/signed-in.ts'

const refused = { code: 'wrong-password', detail: '' }

/** The tasks that the device's storage holds for Ana's account. */
async function storedTasks(device: TestDevice): Promise<number> {
  const space = await openSpace(`${device.prefix} `, 'ana')
  const { replica } = await space.load()
  space.close()
  return replica.tasks.size
}

async function withTask(answers: Parameters<typeof signedIn>[0]) {
  const world = await signedIn(answers)
  world.client.create([{ title: 'Buy milk' }])
  await synchronized(world.tab, () => world.server.head)
  return world
}

test('a deleted account leaves no task on the device', async () => {
  const { client, device } = await withTask({ 'DELETE /api/me': [204] })

  expect(await client.deleteAccount()).toEqual({ done: true })

  expect(client.account.value).toBeNull()
  expect(client.tasks.value.size).toBe(0)
  expect(await storedTasks(device)).toBe(0)
})

test('an account that the server does not delete keeps its tasks', async () => {
  const { client } = await withTask({ 'DELETE /api/me': [403, refused] })

  expect(await client.deleteAccount()).toMatchObject({ refused: 'wrong-password' })

  expect(client.account.value?.id).toBe('ana')
  expect(client.tasks.value.size).toBe(1)
})

test('an account that was deleted elsewhere leaves this device too', async () => {
  const { client, device, answers } = await withTask({})
  device.offline()
  await until(client.connection, connection => connection === 'offline')
  answers['GET /api/stream'] = async () => new Response('event: end\ndata: {"reason":"account"}\n\n')

  device.online()

  await until(client.connection, connection => connection === 'online')
  expect(client.account.value).toBeNull()
  expect(client.tasks.value.size).toBe(0)
  expect(await storedTasks(device)).toBe(0)
})

test('signing out with unsent changes says how many would be lost, and loses them only when forced', async () => {
  const { client, device } = await withTask({})
  device.offline()
  client.create([{ title: 'Call mum' }, { title: 'Pay rent' }])

  expect(await client.signOut()).toEqual({ unsent: 2 })
  expect(client.account.value?.id).toBe('ana')

  expect(await client.signOut({ force: true })).toEqual({ done: true })
  expect(client.account.value).toBeNull()
  expect(client.tasks.value.size).toBe(0)
})

test('a refused sign-in leaves the tasks of the device where they are', async () => {
  const { client } = await signedIn({ 'POST /api/auth/sign-in/email': [401, refused] })
  await client.signOut()
  client.create([{ title: 'Buy milk' }])

  expect(await client.signIn(account)).toMatchObject({ refused: 'wrong-password' })

  expect(client.account.value).toBeNull()
  expect([...client.tasks.value.values()].map(task => task.title)).toEqual(['Buy milk'])
})

test('a new password ends the sessions of other devices', async () => {
  const request = 'POST /api/auth/change-password'
  const { client, answers, sent } = await signedIn({ [request]: [200, { token: 'x' }] })

  expect(await client.changePassword('correct horse', 'battery staple')).toEqual({ done: true })

  const body = { currentPassword: 'correct horse', newPassword: 'battery staple', revokeOtherSessions: true }
  expect(sent).toEqual([{ request, body }])
  answers[request] = [400, refused]
  expect(await client.changePassword('wrong', 'battery staple')).toMatchObject({ refused: 'wrong-password' })
})

test('the profile shows what the server made of a change, and keeps its values when it is refused', async () => {
  const request = 'PATCH /api/me'
  const changed = { id: 'ana', zone: 'Asia/Karachi', locale: 'ur', version: 2 }
  const { client, answers, sent } = await signedIn({ [request]: [200, changed] })

  expect(await client.changeProfile({ zone: 'Asia/Karachi' })).toEqual(changed)
  expect(sent).toEqual([{ request, body: { zone: 'Asia/Karachi' } }])
  answers[request] = [422, { code: 'invalid-request', detail: '' }]
  expect(await client.changeProfile({ zone: 'Mars' })).toMatchObject({ refused: 'invalid-request' })

  expect(client.profile.value).toEqual(changed)
})
