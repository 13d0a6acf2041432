import type { AddressInfo } from 'node:net'
import { Hono } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import * as v from 'valibot'
import { close, listen } from '../../../functions/kit/http/serve.ts'
import type { Llama } from './load.ts'

/** The requests that this server understands. It refuses everything else, as OpenAI does. */
const Request = v.object({
  messages: v.pipe(v.array(v.object({ role: v.string(), content: v.string() })), v.minLength(1)),
  response_format: v.object({
    type: v.literal('json_schema'),
    json_schema: v.object({ name: v.string(), schema: v.record(v.string(), v.unknown()) }),
  }),
  stream: v.literal(true),
  max_tokens: v.pipe(v.number(), v.integer(), v.minValue(1)),
  temperature: v.optional(v.number(), 1),
})

/** What the model has written for one request so far. */
interface Answer {
  name: string
  text: string
}

/** An OpenAI-compatible server on loopback with one route, whose answers stream. `answers` has those of all requests. */
export async function serveModel(llama: Llama) {
  const answers: Answer[] = []
  const app = new Hono()
  app.post('/v1/chat/completions', async c => {
    const checked = v.safeParse(Request, await c.req.json().catch(() => undefined), { abortEarly: true })
    if (!checked.success) {
      const [issue] = checked.issues
      const message = `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`
      return c.json({ error: { type: 'invalid_request_error', message } }, 400)
    }
    const { messages, response_format: format, max_tokens: maxTokens, temperature } = checked.output
    const { name, schema } = format.json_schema
    const answer: Answer = { name, text: '' }
    answers.push(answer)
    const cut = new AbortController()
    const answerBy = async (stream: SSEStreamingApi) => {
      stream.onAbort(() => cut.abort())
      const send = (data: object) => stream.writeSSE({ data: JSON.stringify(data) })
      const { finish, promptTokens, answerTokens } = await llama.complete({
        // These weights know no chat. They continue a text, so the answer follows the sign that precedes it in the examples.
        prompt: `${messages.map(({ content }) => content).join('\n\n')}\n→ `,
        schema,
        maxTokens,
        temperature,
        signal: cut.signal,
        onText(content) {
          answer.text += content
          void send({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })
        },
      })
      await send({ choices: [{ index: 0, delta: {}, finish_reason: finish }] })
      const usage = { prompt_tokens: promptTokens, completion_tokens: answerTokens }
      await send({ choices: [], usage: { ...usage, total_tokens: promptTokens + answerTokens } })
      await stream.writeSSE({ data: '[DONE]' })
    }
    return streamSSE(c, answerBy, async error => {
      if (!cut.signal.aborted) console.error(error)
    })
  })
  const server = await listen(app, { port: 0 })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/v1`, answers, close: () => close(server) }
}
