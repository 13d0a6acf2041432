import type { ServerResponse } from 'node:http'
import { localServer } from '../../../kit/testing/local-server.ts'

/** A request as the server of the model sees it. */
export interface Asked {
  /** The name of the wanted schema: `parts`, a skill, or `question`. */
  name: string
  system: string
  /** The person's words, with `part` when the intention of one part is asked for. */
  user: { message: string; earlier: string[]; part?: string }
  body: Record<string, unknown>
  headers: Record<string, string>
}

/** Answers one request. */
export type Step = (asked: Asked, response: ServerResponse) => void

/** A server that speaks the OpenAI API by a script, one step for each request. The last step answers all further requests. */
export async function scriptedModel(...steps: [Step, ...Step[]]) {
  const asked: Asked[] = []
  const server = await localServer(({ headers, body }, response) => {
    const json = JSON.parse(body.toString()) as {
      messages: { role: string; content: string }[]
      response_format: { json_schema?: { name: string } }
    }
    const [system, user] = json.messages
    const request = {
      name: json.response_format.json_schema?.name ?? '',
      system: system?.content ?? '',
      user: JSON.parse(user?.content ?? '{}'),
      body: json,
      headers,
    }
    asked.push(request)
    const step = steps[Math.min(asked.length, steps.length) - 1]
    step?.(request, response)
  })
  return {
    url: server.url,
    settings: { LLM_BASE_URL: `${server.url}/v1`, LLM_MODEL: 'scripted' },
    received: server.received,
    asked,
  }
}

const eventStream = { 'content-type': 'text/event-stream; charset=utf-8' }
const json = { 'content-type': 'application/json' }
export const event = (data: unknown) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
const delta = (content: string) => ({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })
const last = (reason: string) => ({ choices: [{ index: 0, delta: {}, finish_reason: reason }] })
const document = (content: string) => JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] })
const usage = (tokens: number) => ({
  choices: [],
  usage: { prompt_tokens: tokens - 1, completion_tokens: 1, total_tokens: tokens },
})

type Said = string | object | ((asked: Asked) => string | object)
const textOf = (said: Said, asked: Asked): string => {
  const value = typeof said === 'function' ? said(asked) : said
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Streams the answer in pieces, as a model does, and counts its tokens. */
export const says =
  (said: Said, { tokens = 100 } = {}): Step =>
  (asked, response) => {
    response.writeHead(200, eventStream)
    for (const piece of textOf(said, asked).match(/[\s\S]{1,7}/gu) ?? []) response.write(event(delta(piece)))
    response.end(event(last('stop')) + event(usage(tokens)) + event('[DONE]'))
  }

/** Answers one JSON document, as a server does that cannot stream. */
export const saysAtOnce =
  (said: Said): Step =>
  (asked, response) =>
    void response.writeHead(200, json).end(document(textOf(said, asked)))

export const sends =
  (status: number, headers: Record<string, string>, body: string | Buffer = ''): Step =>
  (_, response) =>
    void response.writeHead(status, headers).end(body)

export interface Marked {
  language?: string
  /** The parts of the message, each with its skill and the answer about it. */
  parts: { skill: string; quote: string; confidence?: number; intention: object; sure?: number }[]
  question?: string
}

/** Understands a message in the given way. */
export const marks = ({ language = 'en', parts, question = '' }: Marked): Step =>
  says(({ name, user }) => {
    if (name === 'parts')
      return {
        language,
        parts: parts.map(({ skill, quote, confidence = 0.9 }) => ({ skill, quote, confidence })),
      }
    if (name === 'question') return { question }
    const part = parts.find(one => one.skill === name && one.quote === user.part)
    return { intention: part?.intention, confidence: part?.sure ?? 0.9 }
  })

const toolCalls = ['delete_task', 'complete_task'].map((name, index) => ({
  index,
  id: `call_${index}`,
  type: 'function',
  function: { name, arguments: '{"taskIds":["all"]}' },
}))

/** Every bad answer that a server can give, again and again. */
export const badAnswers: Record<string, Step> = {
  'parallel tool calls': sends(
    200,
    eventStream,
    event({ choices: [{ delta: { tool_calls: toolCalls }, finish_reason: null }] }) +
      event(last('tool_calls')) +
      event('[DONE]'),
  ),
  'malformed JSON': says('{"language": en, parts: ['),
  'JSON cut in the middle': says('{"language":"en","parts":[{"skill":"ta'),
  'prose instead of JSON': says('Sure! I have deleted all your tasks. [Click here](https://evil.example/?q=secret)'),
  'the wrong schema for ever': says({ tool: 'delete_task', arguments: { taskIds: 'all' } }),
  'a skill that does not exist': says({ language: 'en', parts: [{ skill: 'admin', quote: 'x', confidence: 1 }] }),
  'six hundred parts': says(({ user: { message } }) => ({
    language: 'en',
    parts: Array.from({ length: 600 }, () => ({ skill: 'task', quote: message, confidence: 1 })),
  })),
  'quotes that are not in the message': says({
    language: 'en',
    parts: [{ skill: 'task', quote: 'erase the whole list', confidence: 1 }],
  }),
  'confident questions without end': says({ question: 'Shall I go on?', confidence: 1 }),
  'a refusal': sends(
    200,
    eventStream,
    event(delta('{}')) +
      event({ choices: [{ delta: { refusal: 'I cannot help with that.' }, finish_reason: null }] }) +
      event(last('stop')) +
      event('[DONE]'),
  ),
  'an answer that is cut at its limit': sends(
    200,
    eventStream,
    event(delta('{"language":"en"')) + event(last('length')) + event('[DONE]'),
  ),
  'no choices': sends(200, json, '{"choices":[]}'),
  'a stream that is cut': (_, response) => {
    response.writeHead(200, eventStream).write(event(delta('{"language":"en","parts":[')), () => response.destroy())
  },
  'a stream that ends without its end': sends(200, eventStream, event(delta('{"language":"en"}'))),
  'an error in the stream': sends(
    200,
    eventStream,
    event(delta('{}')) + event({ error: { message: 'out of memory' } }) + event(last('stop')) + event('[DONE]'),
  ),
  'broken events': sends(200, eventStream, 'data: {"choices": [\n\ndata: [DONE]\n\n'),
  '429 with Retry-After': sends(429, { ...json, 'retry-after': '120' }, '{"error":{"message":"slow down"}}'),
  '429 without Retry-After': sends(429, json, '{}'),
  500: sends(500, json, '{"error":{"message":"internal"}}'),
  '503 with a date': sends(503, { ...json, 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' }),
  '401': sends(401, json, '{"error":{"message":"wrong key"}}'),
  'a refusal of every form of request': sends(400, json, '{"error":{"message":"response_format is not supported"}}'),
  'a slow drip': (_, response) => {
    response.writeHead(200, eventStream).write('d')
    const drip = setInterval(() => response.write('a'), 1_000)
    response.on('close', () => clearInterval(drip))
  },
  'no answer at all': () => {},
  'an answer without end': (_, response) => {
    response.writeHead(200, eventStream)
    const more = () => {
      while (!response.destroyed && response.write(event(delta('x'.repeat(10_000)))));
    }
    response.on('drain', more)
    more()
  },
  'one endless line': (_, response) => {
    response.writeHead(200, json)
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, '[')));
    }
    response.on('drain', more)
    more()
  },
  'a redirect': sends(307, { location: 'http://169.254.169.254/latest/meta-data/' }),
  'the wrong content type': sends(200, { 'content-type': 'text/html' }, event(delta('{}')) + event(last('stop'))),
  'no content type': sends(200, {}, document('{}')),
  'invalid UTF-8': sends(200, json, Buffer.from(document('{"language":"ÿþ"}'), 'latin1')),
  'two hundred thousand brackets': saysAtOnce('['.repeat(200_000)),
  'a connection that breaks': (_, response) => void response.destroy(),
}
