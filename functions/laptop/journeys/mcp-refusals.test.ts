import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, expect, test, vi } from 'vitest'
import type { Task } from '../../domain/task.ts'
import { callTool, mcpRequest } from '../testing/mcp-request.ts'
import { signUp, startSystem } from '../testing/start-system.ts'

vi.setConfig({ testTimeout: 120_000 })

const { env } = await startSystem({}, afterAll)
const address = `http://localhost:${env.PORT}`

/** A new person, with an API token for a program of theirs. */
async function person() {
  const ask = await signUp(address, `${randomUUID()}@example.com`)
  const tokenFor = async (...scopes: string[]) =>
    (await ask<{ token: string }>('POST', '/api/me/tokens', { name: 'program', scopes })).token
  const as = { address, token: await tokenFor('read', 'write') }
  const add = (title: string) => ask('POST', '/api/tasks', { title })
  const open = async () => (await ask<{ items: Task[] }>('GET', '/api/tasks?status=open')).items
  return { ask, open, tokenFor, as, add }
}

const list = { method: 'tools/list' }

test('without a token for this server the answer is a 401 that says where to get one', async () => {
  const { ask, as } = await person()
  const { token: ofAnotherAudience } = await ask<{ token: string }>('GET', '/api/auth/token')
  const metadata = `resource_metadata="${address}/.well-known/oauth-protected-resource/mcp"`
  const missing = await mcpRequest({ address, ...list })
  expect([missing.status, missing.headers.get('www-authenticate')]).toEqual([
    401,
    `Bearer realm="zerodue", scope="read write", ${metadata}`,
  ])
  for (const token of [
    'nonsense',
    `zda_${'a'.repeat(43)}`,
    `zd_${'a'.repeat(43)}`,
    ofAnotherAudience,
    `${as.token}x`,
  ]) {
    const { status, headers } = await mcpRequest({ address, token, ...list })
    expect([status, headers.get('www-authenticate')]).toEqual([
      401,
      `Bearer realm="zerodue", error="invalid_token", scope="read write", ${metadata}`,
    ])
  }

  for (const path of ['', '/mcp']) {
    const answer = await fetch(`${address}/.well-known/oauth-protected-resource${path}`)
    expect(await answer.json()).toMatchObject({ resource: `${address}/mcp`, authorization_servers: [address] })
  }
  const server = await fetch(`${address}/.well-known/oauth-authorization-server`)
  expect(await server.json()).toMatchObject({ issuer: address, code_challenge_methods_supported: ['S256'] })
})

test('a page of another site and a foreign host name are refused, and the own page is answered', async () => {
  const { as } = await person()
  const from = async (headers: Record<string, string>) => (await mcpRequest({ ...as, ...list, headers })).status
  expect(await from({ origin: 'https://evil.example' })).toBe(403)
  expect(await from({ origin: 'null' })).toBe(403)
  expect(await from({ origin: address })).toBe(200)
  // A name of the attacker that leads to this computer: the browser then takes the page for our own.
  expect(await statusForHost('evil.example:80')).toBe(403)
  expect(await statusForHost(new URL(address).host)).toBe(401)
})

function statusForHost(host: string): Promise<number | undefined> {
  return new Promise((answered, failed) => {
    const headers = { host, 'content-type': 'application/json' }
    const sent = request(`${address}/mcp`, { method: 'POST', headers }, answer => {
      answer.resume()
      answered(answer.statusCode)
    })
    sent.on('error', failed)
    sent.end('{}')
  })
}

test('a token that may only read lists tasks, and a write with it is a 403 that names the scope', async () => {
  const { tokenFor, open, add } = await person()
  await add('Water the plants')
  const reader = { address, token: await tokenFor('read') }
  expect((await callTool(reader, 'list_tasks')).tasks).toMatchObject([{ title: 'Water the plants' }])
  const write = { method: 'tools/call', params: { name: 'add_task', arguments: { title: 'Not allowed' } } }
  const { status, headers } = await mcpRequest({ ...reader, ...write })
  expect(status).toBe(403)
  expect(headers.get('www-authenticate')).toMatch(/error="insufficient_scope".*scope="write"/)
  expect(await open()).toHaveLength(1)
})

test('malformed requests are refused by name and change nothing', async () => {
  const { as, open } = await person()
  const status = async (body: string | Uint8Array<ArrayBuffer>) => (await mcpRequest({ ...as, body })).status
  expect(await status('{')).toBe(400)
  expect(await status(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))).toBe(400)
  expect(await status(JSON.stringify({ padding: 'a'.repeat(300_000) }))).toBe(413)
  expect((await fetch(`${address}/mcp`, { headers: { authorization: `Bearer ${as.token}` } })).status).toBe(405)
  expect((await mcpRequest({ ...as, method: 'tools/steal' })).error).toMatchObject({ code: -32_601 })

  const call = (name: string, args: object) => callTool(as, name, args)
  expect(await call('add_task', { title: 'a'.repeat(100_000) })).toMatchObject({
    isError: true,
    errors: [{ path: 'title' }],
  })
  expect(await call('add_task', { title: 'Milk', colour: 'red', urgent: true })).toMatchObject({
    isError: true,
    errors: [{ path: 'colour' }, { path: 'urgent' }],
  })
  expect(await call('complete_task', { taskIds: ['not an id'] })).toMatchObject({ isError: true })
  await expect(call('steal_tasks', {})).rejects.toThrow('steal_tasks')
  expect(await open()).toEqual([])
})

test('a client of 2024 is answered by the newest revision that it knows', async () => {
  const { as } = await person()
  const params = { protocolVersion: '2024-11-05', capabilities: {}, clientInfo: { name: 'old', version: '1' } }
  const { result } = await mcpRequest({ ...as, method: 'initialize', params })
  expect(result).toMatchObject({ protocolVersion: '2024-11-05', serverInfo: { name: 'zerodue' } })
})

test("another person's task is not found, like a wrong id", async () => {
  const { as } = await person()
  const ben = await person()
  const { id } = await ben.add("Ben's secret")
  for (const taskId of [id, '0193a5e0-0000-7000-8000-000000000001']) {
    const refusal = await callTool(as, 'complete_task', { taskIds: [taskId] })
    expect(refusal).toMatchObject({ isError: true, code: 'task-not-found' })
    expect(JSON.stringify(refusal)).not.toContain('secret')
  }
})

test('the same call twice adds one task', async () => {
  const { as, open } = await person()
  const first = await callTool(as, 'add_task', { title: 'Buy milk' })
  const second = await callTool(as, 'add_task', { title: 'Buy milk' })
  expect(second).toMatchObject({ repeated: true, task: { id: first.task.id } })
  const both = await Promise.all([1, 2].map(() => callTool(as, 'add_task', { title: 'Buy bread' })))
  expect(new Set(both.flatMap(({ task }) => task?.id ?? []))).toHaveProperty('size', 1)
  expect((await open()).map(({ title }) => title).sort()).toEqual(['Buy bread', 'Buy milk'])
})

test('a deletion shows its effect first; of two confirmations at once one acts, and what it did can be undone', async () => {
  const { as, add, open } = await person()
  const { id } = await add('Water the plants')
  const shown = await callTool(as, 'delete_task', { taskIds: [id] })
  expect(shown).toMatchObject({ needsConfirmation: true, effect: { tasks: [{ id, title: 'Water the plants' }] } })
  expect(await open()).toHaveLength(1)

  const confirmed = { taskIds: [id], confirmToken: shown.confirmToken }
  const answers = await Promise.all([1, 2].map(() => callTool(as, 'delete_task', confirmed)))
  expect(answers.filter(({ isError }) => !isError).length).toBeGreaterThan(0)
  expect(await open()).toEqual([])
  await callTool(as, 'restore_task', { taskIds: [id] })
  expect(await open()).toMatchObject([{ id }])
})

test('a confirmation is refused after the task changed, with what changed, and for other arguments', async () => {
  const { as, ask, add, open } = await person()
  const [plants, milk] = [await add('Water the plants'), await add('Buy milk')]
  const { confirmToken } = await callTool(as, 'delete_task', { taskIds: [plants.id] })
  expect(await callTool(as, 'delete_task', { taskIds: [milk.id], confirmToken })).toMatchObject({ isError: true })
  await ask('PATCH', `/api/tasks/${plants.id}`, { priority: 'P1' })
  expect(await callTool(as, 'delete_task', { taskIds: [plants.id], confirmToken })).toMatchObject({
    isError: true,
    code: 'changed',
    data: { changed: [{ taskId: plants.id, fields: ['priority'] }] },
  })
  expect(await open()).toHaveLength(2)
})
