import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { createLog } from '../../../kit/log.ts'
import { localServer } from '../../../kit/testing/local-server.ts'
import { badAnswers, type Step, says, saysAtOnce, scriptedModel, sends } from '../testing/scripted-model.ts'
import { createModel } from './openai.ts'

const now = () => new Date('2026-11-21T09:30:00.000Z')
const never = () => new AbortController().signal
const question = {
  name: 'parts',
  schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
  system: 'Answer JSON.',
  user: JSON.stringify({ message: 'کل دودھ', earlier: [] }),
}

function modelAt(url: string, more: { apiKey?: string; timeoutMs?: number; log?: ReturnType<typeof createLog> } = {}) {
  const { apiKey, timeoutMs = 5_000, log = createLog('assistant', 'silent') } = more
  return createModel({ settings: { endpoint: `${url}/v1/chat/completions`, model: 'm', apiKey, timeoutMs }, now, log })
}

async function answerTo(...steps: [Step, ...Step[]]) {
  const server = await scriptedModel(...steps)
  return modelAt(server.url).ask(question, never())
}

describe('an answer is read', () => {
  test.each<[string, Step]>([
    ['from a stream', says('{"a":"دودھ"}')],
    ['from one document', saysAtOnce('{"a":"دودھ"}')],
    [
      'without the reasoning and the tool calls beside it',
      sends(
        200,
        { 'content-type': 'text/event-stream' },
        [
          { choices: [{ delta: { role: 'assistant', content: null, reasoning_content: 'I think {"b":1}' } }] },
          { choices: [{ delta: { tool_calls: [{ index: 0, function: { name: 'x', arguments: '{}' } }] } }] },
          { choices: [{ delta: { content: '{"a":"دودھ"}' }, finish_reason: 'stop' }] },
        ]
          .map(data => `: ping\n\ndata: ${JSON.stringify(data)}\n\n`)
          .join(''),
      ),
    ],
    [
      'when every byte comes by itself',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        const text = `data: {"choices":[{"delta":{"content":"{\\"a\\":\\"دودھ\\"}"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`
        for (const byte of Buffer.from(text)) response.write(Buffer.from([byte]))
        response.end()
      },
    ],
  ])('%s', async (_, step) => {
    expect(await answerTo(step)).toMatchObject({ text: '{"a":"دودھ"}' })
  })

  test('up to the mark of its end: a connection that stays open holds nobody up', async () => {
    const open: Step = (_, response) => {
      const data = JSON.stringify({ choices: [{ delta: { content: '{}' }, finish_reason: 'stop' }] })
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`data: ${data}\n\ndata: [DONE]\n\n`)
    }
    expect(await answerTo(open)).toMatchObject({ text: '{}' })
  })
})

test('a request asks for structured output in a stream with its usage, and has the key and the words of the person apart', async () => {
  const server = await scriptedModel(says('{}'))
  await modelAt(server.url, { apiKey: 'the-key' }).ask(question, never())
  expect(server.asked[0]?.headers).toMatchObject({ authorization: 'Bearer the-key' })
  expect(server.asked[0]?.body).toEqual({
    model: 'm',
    messages: [
      { role: 'system', content: 'Answer JSON.' },
      { role: 'user', content: question.user },
    ],
    response_format: { type: 'json_schema', json_schema: { name: 'parts', strict: true, schema: question.schema } },
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 2_000,
    temperature: 0,
  })
})

test('without a key there is no Authorization header', async () => {
  const server = await scriptedModel(says('{}'))
  await modelAt(server.url).ask(question, never())
  expect(server.asked[0]?.headers).not.toHaveProperty('authorization')
})

const refuses = (param: string) =>
  sends(400, { 'content-type': 'application/json' }, `{"error":{"message":"${param}"}}`)

test.each<[string, string, object]>([
  ['a schema', 'response_format.type must be text or json_object', { response_format: { type: 'json_object' } }],
  ['max_tokens', 'Use max_completion_tokens instead of max_tokens.', { max_completion_tokens: 2_000 }],
  ['a temperature', 'temperature has only its default here', {}],
])('a server that refuses %s gets another form of request, also later', async (what, message, form) => {
  const server = await scriptedModel(refuses(message), says('{}'))
  const model = modelAt(server.url)
  expect(await model.ask(question, never())).toMatchObject({ failure: 'again', use: { tokens: 0 } })
  for (const _ of ['next', 'later']) expect(await model.ask(question, never())).toMatchObject({ text: '{}' })
  const [, next, later] = server.asked.map(({ body }) => body)
  expect(later).toEqual(next)
  expect(next).toMatchObject(form)
  if (what === 'a schema') expect(server.asked[1]?.system).toContain(JSON.stringify(question.schema))
  else expect(next).not.toHaveProperty(what === 'max_tokens' ? 'max_tokens' : 'temperature')
})

test('the tokens are those that the server counted, or an estimate from the bytes', async () => {
  expect(await answerTo(says('{}', { tokens: 321 }))).toMatchObject({ use: { tokens: 321 } })
  const server = await scriptedModel(saysAtOnce('{}'))
  const model = modelAt(server.url)
  const { use } = await model.ask(question, never())
  expect(use.tokens).toBeGreaterThan(50)
  expect(use.tokens).toBeLessThan(model.mostOf(question).tokens)
})

test('a count that no model can reach is an estimate too', async () => {
  const absurd = { choices: [{ message: { content: '{}' } }], usage: { total_tokens: -5, prompt_tokens: 1e300 } }
  const { use } = await answerTo(sends(200, { 'content-type': 'application/json' }, JSON.stringify(absurd)))
  expect(use.tokens).toBeGreaterThan(50)
  expect(use.tokens).toBeLessThan(1_000)
})

const usable = new Set([
  'malformed JSON',
  'JSON cut in the middle',
  'prose instead of JSON',
  'the wrong schema for ever',
])
const text = new Set([
  ...usable,
  'a skill that does not exist',
  'six hundred parts',
  'quotes that are not in the message',
  'confident questions without end',
  'two hundred thousand brackets',
])
const nonsense = new Set(['parallel tool calls', 'a refusal', 'an answer that is cut at its limit', 'no choices'])

test.each(Object.entries(badAnswers))('%s ends within the time limit and never throws', async (name, step) => {
  const server = await scriptedModel(step)
  const answer = await modelAt(server.url, { timeoutMs: 700 }).ask(question, never())
  expect(answer.use.ms).toBeLessThan(3_000)
  if (text.has(name)) expect(answer).toHaveProperty('text')
  else if (name === 'a refusal of every form of request') expect(answer).toMatchObject({ failure: 'again' })
  else expect(answer).toMatchObject({ failure: nonsense.has(name) ? 'nonsense' : 'away' })
})

test.each(['an answer without end', 'one endless line'])(
  '%s ends by its size, and costs no more than a request may',
  async name => {
    const server = await scriptedModel(badAnswers[name] as Step)
    // It ends long before this limit, which is longer than a test may take.
    const model = modelAt(server.url, { timeoutMs: 60_000 })
    const { use, ...answer } = await model.ask(question, never())
    expect(answer).toHaveProperty('failure')
    expect(use.tokens).toBeLessThanOrEqual(model.mostOf(question).tokens)
  },
)

test.each<[string, number | undefined]>([
  ['429 with Retry-After', 120_000],
  ['503 with a date', new Date('2100-01-01T00:00:00Z').getTime() - now().getTime()],
  ['429 without Retry-After', undefined],
])('%s says when to come back', async (name, retryAfterMs) => {
  const server = await scriptedModel(badAnswers[name] as Step)
  expect(await modelAt(server.url).ask(question, never())).toMatchObject({ failure: 'away', retryAfterMs })
})

test('a redirect is not followed', async () => {
  const target = await localServer()
  const server = await scriptedModel(sends(307, { location: target.url }))
  expect(await modelAt(server.url, { apiKey: 'k' }).ask(question, never())).toMatchObject({ failure: 'away' })
  expect(target.received).toEqual([])
})

test('a server that nobody runs counts as away', async () => {
  expect(await modelAt('http://127.0.0.1:1').ask(question, never())).toMatchObject({ failure: 'away' })
})

test('a caller that gives up ends the request', async () => {
  const caller = new AbortController()
  const server = await scriptedModel((_, response) => {
    response.on('close', () => closed.resolve('closed'))
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n')
    caller.abort()
  })
  const closed = Promise.withResolvers<string>()
  expect(await modelAt(server.url).ask(question, caller.signal)).toMatchObject({ failure: 'cancelled' })
  expect(await closed.promise).toBe('closed')
})

test('the log has the status, the tokens and the time, and no word of the question or the answer', async () => {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: line => lines.push(line) })
  const secret = 'a very private matter'
  for (const step of [says({ secret }), ...Object.values(badAnswers), sends(500, {}, secret)]) {
    const server = await scriptedModel(step)
    const private_ = { ...question, user: JSON.stringify({ message: secret, earlier: [] }), system: secret }
    await modelAt(server.url, { timeoutMs: 300, apiKey: 'the-key', log }).ask(private_, never())
  }
  expect(lines).toHaveLength(Object.keys(badAnswers).length + 2)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ outcome: 'model: answered', status: 200, tokens: 100 })
  expect(lines.join('')).not.toMatch(/private|secret|the-key|127\.0\.0\.1|evil|tasks/)
})
