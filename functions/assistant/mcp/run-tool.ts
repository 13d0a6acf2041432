import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { Outbox } from '../../kit/events/outbox.ts'
import type { Log } from '../../kit/log.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { keyOfCall } from '../recent-calls.ts'
import { type Act, recordAct } from '../record-act.ts'
import type { Addresses } from '../settings.ts'
import { allTools } from '../tools/all-tools.ts'
import { type Api, createApi, TokenRefused } from '../tools/api.ts'
import { runTool, type ToolResult } from '../tools/tool.ts'
import type { McpCall } from './door.ts'
import { effectInWords, type Locale } from './effect-in-words.ts'

export interface RunDeps {
  sql: Sql
  outbox: Outbox
  addresses: Addresses
  confirmSecret: string
  now: () => Date
  log: Log
}

/** Runs a tool for an MCP client, and asks the person first where the client can show a question. */
export async function runForMcp(
  deps: RunDeps,
  call: McpCall,
  tool: string,
  given: unknown,
  context: ServerContext,
): Promise<CallToolResult | InputRequiredResult> {
  const answer = inputResponse(context.mcpReq.inputResponses, question)
  const agreed = answer.kind === 'elicit' && answer.action === 'accept' && answer.content?.confirm === true
  const result = await runAs(deps, call, tool, agreed ? withToken(given, context) : given, context)
  // A client may decline by itself. That is no decision of the person, so the effect and its token are answered then.
  if (result.outcome === 'confirm' && answer.kind === 'missing' && canAsk(context)) {
    const requestState = await stateCodec(deps).mint(result.confirmToken, context)
    return ask(result.effect, requestState, await localeOf(apiOf(deps, call, context)))
  }
  return callResultOf(result)
}

const question = 'confirm'

export async function runAs(
  deps: RunDeps,
  call: McpCall,
  tool: string,
  given: unknown,
  context: ServerContext,
): Promise<ToolResult> {
  const { session } = call
  const { userId } = session
  const traceparent = traceOf(call, context)
  try {
    const result = await runTool(allTools, tool, given, {
      api: apiOf(deps, call, context),
      userId,
      now: deps.now(),
      confirmSecret: deps.confirmSecret,
      keyOf: one => keyOfCall(deps, userId, one),
    })
    const taskIds = result.outcome === 'done' ? (result.changed ?? []) : []
    if (taskIds.length) await record(deps, { session, door: 'mcp', tool, taskIds, traceparent })
    return result
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error
    call.tokenRefused = true
    return { outcome: 'refused', code: 'invalid-token', message: 'The token is not valid.' }
  }
}

/** The change is made: the person gets their answer even if the trail, which has its event anyway, cannot be written. */
async function record(deps: RunDeps, act: Act): Promise<void> {
  try {
    await recordAct(deps, act)
  } catch (err) {
    deps.log.error({ err, outcome: 'an act of the assistant is not in the audit trail' })
  }
}

function apiOf({ addresses }: RunDeps, call: McpCall, context: ServerContext): Api {
  const traceparent = traceOf(call, context)
  return createApi({
    addresses,
    token: call.session.token,
    signal: context.mcpReq.signal,
    ...(traceparent !== undefined && { traceparent }),
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

/** The trace of the request: from its `_meta` in the newer revision, otherwise from the HTTP header. */
function traceOf(call: McpCall, { mcpReq }: ServerContext): string | undefined {
  const given = mcpReq._meta?.traceparent ?? call.traceparent
  return typeof given === 'string' && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(given) ? given : undefined
}

/** Seals the state of a question for its person, so that a client cannot forge it. */
export const stateCodec = ({ confirmSecret: key }: RunDeps) =>
  createRequestStateCodec<string>({
    key,
    ttlSeconds: 900,
    bind: ({ http }) => (http?.authInfo?.extra?.call as McpCall | undefined)?.session.userId ?? '',
  })

/** The state of the question is the token of the confirmation: it is bound to the arguments and the tasks. */
const withToken = (given: unknown, { mcpReq }: ServerContext): unknown => ({
  ...(given as object),
  confirmToken: mcpReq.requestState<string>(),
})

function ask(effect: object, requestState: string, locale: Locale): InputRequiredResult {
  const { question: message, agree } = effectInWords(effect, locale)
  return inputRequired({
    requestState,
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

/** Only the newer revision lets a stateless server ask; each of its requests says what the client can do. */
function canAsk({ mcpReq }: ServerContext): boolean {
  const capabilities = (mcpReq.envelope as Record<string, ClientCapabilities | undefined> | undefined)?.[
    CLIENT_CAPABILITIES_META_KEY
  ]
  const { elicitation } = capabilities ?? {}
  return elicitation !== undefined && ('form' in elicitation || !Object.keys(elicitation).length)
}

/** The result as JSON, once as text for older clients. «written» names the fields that hold what people wrote. */
function callResultOf(result: ToolResult): CallToolResult {
  const content = contentOf(result)
  return {
    content: [{ type: 'text', text: JSON.stringify(content) }],
    structuredContent: content,
    ...(result.outcome === 'refused' && { isError: true }),
  }
}

function contentOf(result: ToolResult): Record<string, unknown> {
  if (result.outcome === 'done') return { ...result.data, ...(result.written && { written: result.written }) }
  if (result.outcome === 'confirm') {
    const { outcome, effect, ...rest } = result
    return { needsConfirmation: true, effect, ...rest }
  }
  const { outcome, data, ...rest } = result
  return { refused: true, ...rest, ...(data && { data }) }
}
