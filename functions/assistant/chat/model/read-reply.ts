import { createParser } from 'eventsource-parser'
import * as v from 'valibot'

/** The server breaks the protocol, or its answer has no end. */
export class ServerFault extends Error {}

/** Without `text` the server answered, but nothing that can be used: a refusal, an answer cut at its limit, no choice. */
export interface Reply {
  text?: string
  /** The tokens that the server counted, question and answer together. */
  tokens?: number
}

/** What has arrived, also when reading ends early. */
export interface Received {
  bytes: number
}

/** A stream has up to 300 bytes for each token, and an answer at most 2,000 tokens. */
const mostBytes = 1024 * 1024

/** Reads a stream of server-sent events, or one JSON document from a server that does not stream. */
export async function readReply(response: Response, received: Received): Promise<Reply> {
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'text/event-stream' && type !== 'application/json') throw new ServerFault('wrong content type')
  const reading = newReading()
  if (type === 'application/json') {
    let json = ''
    await eachText(response, received, text => {
      json += text
      return true
    })
    reading.take(json)
    reading.end()
    return reading.reply()
  }
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '[DONE]') reading.end()
      else reading.take(data)
    },
  })
  await eachText(response, received, text => {
    parser.feed(text)
    return !reading.hasEnded()
  })
  return reading.reply()
}

/** Passes the text on piece by piece until `go` answers false. */
async function eachText(response: Response, received: Received, go: (text: string) => boolean): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const bytes of response.body ?? []) {
    received.bytes += bytes.length
    if (received.bytes > mostBytes) throw new ServerFault('too many bytes')
    if (!go(decoder.decode(bytes, { stream: true }))) return
  }
  go(decoder.decode())
}

const Text = v.fallback(v.nullish(v.string()), null)
const Message = v.object({ content: Text, refusal: Text })
const Count = v.fallback(v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e7))), null)

/** A chunk of a stream or a whole answer. Tool calls and reasoning are left out: no tool is offered. */
const Chunk = v.object({
  choices: v.optional(
    v.array(v.object({ delta: v.nullish(Message), message: v.nullish(Message), finish_reason: Text })),
    [],
  ),
  usage: v.fallback(v.nullish(v.object({ total_tokens: Count, prompt_tokens: Count, completion_tokens: Count })), null),
  error: v.optional(v.unknown()),
})

function newReading() {
  let text = ''
  let refused = false
  let finish: string | undefined
  let tokens: number | undefined
  let hasEnded = false
  return {
    take(data: string) {
      const chunk = chunkOf(data)
      if (chunk.error !== undefined && chunk.error !== null) throw new ServerFault('an error instead of an answer')
      const [choice] = chunk.choices
      const message = choice?.delta ?? choice?.message
      text += message?.content ?? ''
      refused ||= Boolean(message?.refusal)
      finish = choice?.finish_reason ?? finish
      const { total_tokens: total, prompt_tokens: asked, completion_tokens: answered } = chunk.usage ?? {}
      // A server that does not count may send zeros.
      tokens = (total ?? (asked ?? 0) + (answered ?? 0)) || tokens
    },
    end() {
      hasEnded = true
    },
    hasEnded: () => hasEnded,
    reply(): Reply {
      const counted = tokens !== undefined && { tokens }
      if (finish === undefined && !hasEnded) throw new ServerFault('the stream was cut')
      const isUsable = !refused && finish !== 'length' && finish !== 'content_filter' && text.trim() !== ''
      return { ...(isUsable && { text }), ...counted }
    },
  }
}

function chunkOf(data: string) {
  try {
    return v.parse(Chunk, JSON.parse(data), { abortEarly: true })
  } catch {
    throw new ServerFault('not the JSON of the protocol')
  }
}
