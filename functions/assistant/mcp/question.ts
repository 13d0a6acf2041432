import {
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { Api } from '../tools/api.ts'
import type { McpCall } from './door.ts'
import { effectInWords, type Locale } from './effect-in-words.ts'

// A question to the person before something is deleted, or several tasks change.

const question = 'confirm'

interface Signing {
  confirmSecret: string
}

/** Whether this request brings an answer to a question, and the token of the confirmation if the person agreed. */
export function answerIn({ mcpReq }: ServerContext): { isAnswer: boolean; confirmToken?: string | undefined } {
  const answer = inputResponse(mcpReq.inputResponses, question)
  if (answer.kind !== 'elicit') return { isAnswer: false }
  const agreed = answer.action === 'accept' && answer.content?.confirm === true
  return { isAnswer: true, ...(agreed && { confirmToken: mcpReq.requestState<string>() }) }
}

/** Only the newer revision lets a stateless server ask; each of its requests says what the client can do. */
export function canAsk({ mcpReq }: ServerContext): boolean {
  const capabilities = (mcpReq.envelope as Record<string, ClientCapabilities | undefined> | undefined)?.[
    CLIENT_CAPABILITIES_META_KEY
  ]
  const { elicitation } = capabilities ?? {}
  return elicitation !== undefined && ('form' in elicitation || !Object.keys(elicitation).length)
}

/** Seals the state of a question for its person, so that a client cannot forge it. */
export const stateCodec = ({ confirmSecret: key }: Signing) =>
  createRequestStateCodec<string>({
    key,
    ttlSeconds: 900,
    bind: ({ http }) => (http?.authInfo?.extra?.call as McpCall | undefined)?.session.userId ?? '',
  })

/** Asks by the effect in the language of the person. The token stays in the state, and comes back with the answer. */
export async function ask(
  signing: Signing,
  { effect, confirmToken }: { effect: object; confirmToken: string },
  api: Api,
  context: ServerContext,
): Promise<InputRequiredResult> {
  const { question: message, agree } = effectInWords(effect, await localeOf(api))
  return inputRequired({
    requestState: await stateCodec(signing).mint(confirmToken, context),
    inputRequests: {
      [question]: inputRequired.elicit({
        message,
        requestedSchema: {
          type: 'object',
          properties: { confirm: { type: 'boolean', title: agree } },
          required: ['confirm'],
        },
      }),
    },
  })
}

/** The language of the person. The question is worth more in English than not at all. */
async function localeOf(api: Api): Promise<Locale> {
  try {
    const { body } = await api.call('GET', '/api/me')
    return (body as { locale: Locale }).locale
  } catch {
    return 'en'
  }
}
