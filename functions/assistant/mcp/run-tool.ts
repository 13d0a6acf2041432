import type { CallToolResult, InputRequiredResult, ServerContext } from '@modelcontextprotocol/server'
import type { Outbox } from '../../kit/events/outbox.ts'
import type { Log } from '../../kit/log.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { currentTrace, inSpan } from '../../kit/telemetry/span.ts'
import { readTrace, type Trace } from '../../kit/telemetry/trace-context.ts'
import { keyOfCall } from '../recent-calls.ts'
import { type Act, recordAct } from '../record-act.ts'
import type { Addresses } from '../settings.ts'
import { allTools } from '../tools/all-tools.ts'
import { type Api, createApi, TokenRefused } from '../tools/api.ts'
import { runTool, type ToolResult } from '../tools/tool.ts'
import type { McpCall } from './door.ts'
import { answerIn, ask, canAsk } from './question.ts'

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
  const { isAnswer, confirmToken } = answerIn(context)
  const args = confirmToken === undefined ? given : { ...(given as object), confirmToken }
  const attributes = { function: 'assistant' }
  return inSpan({ name: `tool ${tool}`, kind: 'server', attributes, ...traceOf(context) }, async () => {
    const result = await runAs(deps, call, tool, args, context)
    // A client may decline by itself. That is no decision of the person, so the effect and its token are answered then.
    if (result.outcome === 'confirm' && !isAnswer && canAsk(context))
      return ask(deps, result, apiOf(deps, call, context), context)
    return callResultOf(result)
  })
}

/** A client of the newer revision sends its trace in `_meta`. That of an HTTP request around it is then only linked. */
function traceOf({ mcpReq }: ServerContext): { from?: unknown; links?: Trace[] } {
  const from = mcpReq._meta?.traceparent
  const around = currentTrace()
  if (!readTrace(from)) return {}
  return { from, links: around ? [around] : [] }
}

export async function runAs(
  deps: RunDeps,
  call: McpCall,
  tool: string,
  given: unknown,
  context: ServerContext,
): Promise<ToolResult> {
  const { session } = call
  const { userId } = session
  try {
    const result = await runTool(allTools, tool, given, {
      api: apiOf(deps, call, context),
      userId,
      now: deps.now(),
      confirmSecret: deps.confirmSecret,
      keyOf: one => keyOfCall(deps, userId, one),
    })
    const taskIds = result.outcome === 'done' ? (result.changed ?? []) : []
    if (taskIds.length) await record(deps, { session, door: 'mcp', tool, taskIds })
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
  return createApi({ addresses, token: call.session.token, signal: context.mcpReq.signal })
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
