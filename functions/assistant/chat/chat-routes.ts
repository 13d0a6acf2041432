import * as v from 'valibot'
import { conversationNotFound } from '../../domain/problems.ts'
import { Id } from '../../domain/task.ts'
import { idempotencyKeyReused, invalidRequest, tooManyRequests } from '../../kit/core/problems.ts'
import { closed, text } from '../../kit/core/schema.ts'
import { ok } from '../../kit/http/answer.ts'
import { route } from '../../kit/http/api.ts'
import { Answer } from './answer.ts'
import { authenticate, type ChatDeps, callers } from './door.ts'
import { replayed, streamed } from './stream.ts'

const tag = 'chat'

export const mostCharacters = 4_000

const Message = v.pipe(
  closed({
    conversationId: v.exactOptional(Id),
    text: v.exactOptional(text(1, mostCharacters)),
    /** The id of a proposal, `true` for the open one, `false` to decline it. */
    confirm: v.exactOptional(v.union([Id, v.boolean()])),
    /** The id of a turn whose acts are taken back. */
    undo: v.exactOptional(Id),
  }),
  v.check(
    ({ text: said, confirm, undo }) => said !== undefined || confirm !== undefined || undo !== undefined,
    'must have a text, a confirm or an undo',
  ),
)

export const chatRoutes = [
  route(
    {
      method: 'post',
      path: '/api/chat',
      id: 'chat',
      summary: 'One message to the assistant; answers server-sent events, or JSON where the request accepts only that',
      tag,
      query: closed({ dryRun: v.exactOptional(v.picklist(['true', 'false'])) }),
      body: Message,
      answers: { 200: { types: ['text/event-stream'], json: Answer } },
      idempotent: true,
      refusals: [...callers, conversationNotFound, tooManyRequests, idempotencyKeyReused, invalidRequest],
    },
    async ({ chat }: ChatDeps, { c, query: { dryRun }, body, once }) => {
      // The rules load while another function checks the token, which may have to start first.
      const loading = import('./chat.ts')
      const session = await authenticate(chat, c, dryRun === 'true' ? 'read' : 'write')
      const { startTurn } = await loading
      const started = await startTurn(chat, session, {
        ...body,
        dryRun: dryRun === 'true',
        key: once?.key,
      })
      const json = wantsJson(c.req.header('accept'))
      if ('answered' in started) return json ? ok(started.answered) : replayed(started.answered)
      if (json) return ok(await started.run(() => {}))
      return streamed(started.run, err => chat.log.error({ err, outcome: 'a turn of the chat ended early' }))
    },
  ),
]

const wantsJson = (accept = ''): boolean => accept.includes('application/json') && !accept.includes('text/event-stream')
