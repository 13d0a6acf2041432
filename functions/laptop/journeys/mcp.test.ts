import { randomUUID } from 'node:crypto'
import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { afterAll, expect, test, vi } from 'vitest'
import type { Task } from '../../domain/task.ts'
import { connectProgram, publishProgram } from '../testing/mcp-client.ts'
import { mcpRequest } from '../testing/mcp-request.ts'
import { signUp, startSystem } from '../testing/start-system.ts'

// The official client, on the whole system as `npm start` runs it.
vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 30_000, interval: 20 }

// Metadata documents of clients may come from this computer.
const { env } = await startSystem({ WEBHOOK_ALLOW: '127.0.0.0/8' }, afterAll)

/** As the metadata of the server names it: a client refuses another name. */
const address = `http://localhost:${env.PORT}`
const program = await publishProgram('Garden helper', afterAll)

/** A new person. */
async function person() {
  const ask = await signUp(address, `${randomUUID()}@example.com`)
  const open = async () => (await ask<{ items: Task[] }>('GET', '/api/tasks?status=open')).items
  return { ask, open }
}

interface Entry {
  type: string
  actor: { kind: string; id: string }
  data: Record<string, unknown>
}

const revisions = [
  { revision: '2026-07-28', versionNegotiation: { mode: { pin: '2026-07-28' } } },
  { revision: '2025-11-25', versionNegotiation: { mode: 'legacy' } },
] as const

test.each(revisions)(
  'the official client signs in, completes a task and undoes it, by revision $revision',
  async by => {
    const { ask, open } = await person()
    const sessions: (string | null)[] = []
    const { client } = await connectProgram({
      address,
      ask,
      program,
      client: { versionNegotiation: by.versionNegotiation },
      watch: async (_, answer) => void sessions.push(answer.headers.get('mcp-session-id')),
    })
    expect(client.getNegotiatedProtocolVersion()).toBe(by.revision)

    const tool = async (name: string, args: object) => {
      const result = await client.callTool({ name, arguments: args as Record<string, unknown> })
      expect(result.isError, JSON.stringify(result.content)).toBeFalsy()
      return result.structuredContent as Record<string, unknown>
    }
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['add_task', 'complete_task', 'get_history']))

    const { task } = await tool('add_task', { title: 'Water the plants', tags: ['garden'] })
    const { id } = task as { id: string }
    expect(await open()).toMatchObject([{ id, title: 'Water the plants', tags: ['garden'] }])
    const found = await tool('find_task', { text: 'water plants' })
    expect(found.tasks).toMatchObject([{ id, confidence: expect.any(Number) }])

    await tool('complete_task', { taskIds: [id] })
    expect(await open()).toEqual([])
    await tool('reopen_task', { taskIds: [id] })
    expect(await open()).toMatchObject([{ id, status: 'open' }])

    // Each request may reach another replica.
    expect(new Set(sessions)).toEqual(new Set([null]))

    const acted = async () => {
      const { items } = await ask<{ items: Entry[] }>('GET', '/api/audit?type=zerodue.assistant.acted.v1')
      return items.map(({ data }) => data).reverse()
    }
    const how = { actor: { kind: 'assistant', id: 'mcp' }, door: 'mcp', taskIds: [id], clientId: program.clientId }
    await vi.waitFor(
      async () =>
        expect(await acted()).toMatchObject(
          ['add_task', 'complete_task', 'reopen_task'].map(tool => ({ ...how, tool })),
        ),
      soon,
    )
    const { items: history } = await ask<{ items: Entry[] }>('GET', `/api/audit?taskId=${id}`)
    expect(new Set(history.map(({ actor }) => actor.kind))).toEqual(new Set(['assistant']))
  },
)

test('a person sees what is connected, and after they end it the next call is a 401', async () => {
  const { ask } = await person()
  const { client, tokens } = await connectProgram({ address, ask, program, scopes: ['read'] })
  expect(tokens().scope).toBe('read')
  const refused = client.callTool({ name: 'add_task', arguments: { title: 'Not allowed' } })
  await expect(refused).rejects.toMatchObject({ name: expect.stringMatching(/Scope|Auth|Error/) })

  const { items } = await ask<{ items: { id: string }[] }>('GET', '/api/me/connections')
  expect(items).toMatchObject([{ clientId: program.clientId, name: 'Garden helper', scopes: ['read'] }])
  await ask('DELETE', `/api/me/connections/${items[0]?.id}`)
  expect(await ask('GET', '/api/me/connections')).toMatchObject({ items: [] })

  const call = () => mcpRequest({ address, token: tokens().access_token, method: 'tools/list' })
  await vi.waitFor(async () => expect((await call()).status).toBe(401), soon)
  const { headers } = await call()
  expect(headers.get('www-authenticate')).toContain(`resource_metadata="http://localhost:`)
})

const asks = {
  versionNegotiation: { mode: { pin: '2026-07-28' } },
  capabilities: { elicitation: { form: {} } },
} as const

test('a client that can ask shows the person the exact effect of a deletion, and their agreement carries it out', async () => {
  const { ask, open } = await person()
  const { id } = await ask('POST', '/api/tasks', { title: 'Water the plants' })
  const { client } = await connectProgram({ address, ask, program, client: asks })
  const questions: string[] = []
  client.setRequestHandler('elicitation/create', ({ params }) => {
    questions.push(params.message)
    return { action: 'accept', content: { confirm: true } }
  })
  const { isError } = await client.callTool({ name: 'delete_task', arguments: { taskIds: [id] } })
  expect(isError).toBeFalsy()
  expect(questions).toEqual([
    expect.stringMatching(/^Delete this task\?\n• Water the plants\nThis can be undone until /),
  ])
  expect(await open()).toEqual([])
})

test('a client that declines everything by itself gets the effect and a token, and the task stays', async () => {
  const { ask, open } = await person()
  const { id } = await ask('POST', '/api/tasks', { title: 'Water the plants' })
  const { client } = await connectProgram({ address, ask, program, client: asks })
  client.setRequestHandler('elicitation/create', () => ({ action: 'decline' }))
  const call = async (more: object = {}) =>
    (await client.callTool({ name: 'delete_task', arguments: { taskIds: [id], ...more } })).structuredContent
  const shown = (await call()) as { needsConfirmation: boolean; confirmToken: string }
  expect(shown.needsConfirmation).toBe(true)
  expect(await open()).toHaveLength(1)
  await call({ confirmToken: shown.confirmToken })
  expect(await open()).toEqual([])
})

test('all definitions and instructions take at most 4,000 tokens before the first word', async () => {
  const { ask } = await person()
  const { client } = await connectProgram({ address, ask, program, client: asks })
  const costs = {
    instructions: encode(client.getInstructions() ?? '').length,
    tools: encode(JSON.stringify((await client.listTools()).tools)).length,
    prompts: encode(JSON.stringify((await client.listPrompts()).prompts)).length,
    resources: encode(JSON.stringify((await client.listResources()).resources)).length,
    templates: encode(JSON.stringify((await client.listResourceTemplates()).resourceTemplates)).length,
  }
  expect(Object.values(costs).every(cost => cost > 20)).toBe(true)
  const sum = Object.values(costs).reduce((one, other) => one + other)
  console.log(`figure: ${sum} tokens of definitions and instructions: ${JSON.stringify(costs)}`)
  expect(sum).toBeLessThanOrEqual(4_000)
})

test('resources are the tasks of now, prompts take a tag, and tags are completed from those of the person', async () => {
  const { ask } = await person()
  await ask('POST', '/api/tasks', { title: 'Late', due: { date: '2020-01-01', zone: 'UTC' }, tags: ['garden'] })
  const { client } = await connectProgram({ address, ask, program, client: asks })
  const read = async (uri: string) => {
    const [content] = (await client.readResource({ uri })).contents
    return JSON.parse(String(content && 'text' in content && content.text))
  }
  expect(await read('zerodue://tasks/overdue')).toMatchObject({
    tasks: [{ title: 'Late' }],
    written: expect.anything(),
  })
  expect((await read('zerodue://tasks/today')).tasks).toEqual([])
  expect((await read('zerodue://tasks/tag/garden')).tasks).toMatchObject([{ title: 'Late' }])

  const prompt = { ref: { type: 'ref/prompt', name: 'plan_my_day' }, argument: { name: 'tag', value: 'GA' } } as const
  expect((await client.complete(prompt)).completion.values).toEqual(['garden'])
  const template = { type: 'ref/resource', uri: 'zerodue://tasks/tag/{tag}' } as const
  const completed = await client.complete({ ref: template, argument: { name: 'tag', value: 'x' } })
  expect(completed.completion.values).toEqual([])
  const { messages } = await client.getPrompt({ name: 'weekly_review', arguments: { tag: 'garden' } })
  expect(JSON.stringify(messages)).toContain('garden')
})
