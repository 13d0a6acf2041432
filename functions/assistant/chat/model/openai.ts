import type { Log } from '../../../kit/log.ts'
import { retryAfterMsOf } from './availability.ts'
import type { Use } from './budget.ts'
import { bodyOf, type Dialect, firstDialect, mostAnswerTokens, nextDialect, type Question } from './dialect.ts'
import { type Received, readReply } from './read-reply.ts'
import type { ModelSettings } from './settings.ts'

/**
 * `away`: the server failed. `nonsense`: it answered nothing that can be used. `again`: it refused the form of the request,
 * and the next request has another form. `cancelled`: the caller ended the request.
 */
export type Answer = { use: Use } & (
  | { text: string }
  | { failure: 'nonsense' | 'again' | 'cancelled' }
  | { failure: 'away'; retryAfterMs?: number | undefined }
)

/** A server with the OpenAI API for chat completions. */
export interface Model {
  /** The most that a question can need. */
  mostOf(question: Question): Use
  ask(question: Question, signal: AbortSignal): Promise<Answer>
}

interface ModelDeps {
  settings: Pick<ModelSettings, 'endpoint' | 'model' | 'apiKey' | 'timeoutMs'>
  now: () => Date
  log: Log
}

/** Urdu has about two bytes for each token, English four. */
const leastBytesPerToken = 2
const usualBytesPerToken = 3
const mostRefusalBytes = 16 * 1024

export function createModel({ settings, now, log }: ModelDeps): Model {
  const { endpoint, model, apiKey, timeoutMs } = settings
  let dialect: Dialect = firstDialect

  async function send(body: string, sent: Dialect, received: Received, signal: AbortSignal) {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      },
      body,
      // A redirect would carry the person's words and the key to another address.
      redirect: 'manual',
      signal,
    })
    const { status, headers } = response
    if (status === 200) return { status, reply: await readReply(response, received) }
    if (status === 400 || status === 422) {
      const next = nextDialect(sent, await beginningOf(response))
      if (next) dialect = next
      return { status, isOtherDialect: next !== undefined }
    }
    await response.body?.cancel()
    return { status, retryAfterMs: retryAfterMsOf(headers.get('retry-after'), now()) }
  }

  return {
    mostOf: question => ({
      tokens: Math.ceil(Buffer.byteLength(bodyOf(model, question, dialect)) / leastBytesPerToken) + mostAnswerTokens,
      ms: timeoutMs,
    }),
    async ask(question, caller) {
      const sent = dialect
      const body = bodyOf(model, question, sent)
      const received: Received = { bytes: 0 }
      const startedAt = performance.now()
      // The bytes of a stream are mostly its frames, so an estimate never exceeds what the request may use at most.
      const most = this.mostOf(question).tokens
      const estimate = () => Math.min(most, Math.ceil((Buffer.byteLength(body) + received.bytes) / usualBytesPerToken))
      const finish = (outcome: string, status: number | undefined, tokens: number): { use: Use } => {
        const ms = Math.round(performance.now() - startedAt)
        log.info({ outcome: `model: ${outcome}`, status, tokens, durationMs: ms })
        return { use: { tokens, ms } }
      }
      try {
        const signal = AbortSignal.any([caller, AbortSignal.timeout(timeoutMs)])
        const { status, reply, isOtherDialect, retryAfterMs } = await send(body, sent, received, signal)
        if (isOtherDialect) return { ...finish('another form', status, 0), failure: 'again' }
        if (!reply) return { ...finish('away', status, 0), failure: 'away', retryAfterMs }
        const tokens = reply.tokens ?? estimate()
        if (reply.text === undefined) return { ...finish('nonsense', status, tokens), failure: 'nonsense' }
        return { ...finish('answered', status, tokens), text: reply.text }
      } catch {
        // The reason may quote an answer, so it is not logged.
        const failure = caller.aborted ? 'cancelled' : 'away'
        return { ...finish(failure, undefined, estimate()), failure }
      }
    },
  }
}

/** The first bytes of a refusal, which names what the server does not know. */
async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const bytes of response.body ?? []) {
    chunks.push(bytes)
    size += bytes.length
    if (size >= mostRefusalBytes) break
  }
  return Buffer.concat(chunks).toString('utf8')
}
