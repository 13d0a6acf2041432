import * as v from 'valibot'
import { allTools } from '../tools/all-tools.ts'
import { ToolRefused } from '../tools/refusal.ts'
import { runTool, type ToolContext, type ToolResult } from '../tools/tool.ts'
import type { Made } from './answer.ts'
import type { Call } from './check/step.ts'
import type { ProposedCall } from './conversations/memory.ts'

/** A call of a turn: before it is made, and with its outcome afterwards. */
export interface Act extends ProposedCall {
  outcome: Made['outcome'] | 'under-way'
}

export const writes = ({ tool }: Call): boolean => allTools.find(({ name }) => name === tool)?.scope === 'write'

export interface Hands {
  context: ToolContext
  turnId: string
  dryRun: boolean
  /** Stores the calls so far: before each one that writes, so that an interruption says which were made. */
  save(acts: readonly Act[]): Promise<unknown>
  /** Puts an act into the audit trail. */
  record(tool: string, taskIds: readonly string[]): Promise<unknown>
}

/** Makes one call. A repeated or resumed turn makes it with the same idempotency key. */
export async function makeCall(hands: Hands, acts: Act[], call: ProposedCall): Promise<ToolResult> {
  const { context, turnId, dryRun } = hands
  const { tool, arguments: args, confirmToken } = call
  if (dryRun && writes(call)) return planned(call, context)
  if (writes(call)) {
    acts.push({ ...call, outcome: 'under-way' })
    await hands.save(acts)
  }
  const key = `${turnId}/${acts.length}`
  const given = confirmToken ? { ...args, confirmToken } : writes(call) ? { ...args, idempotencyKey: key } : args
  const result = await runTool(allTools, tool, given, context)
  const act = acts.at(-1)
  if (writes(call) && act) act.outcome = outcomeOf(result)
  const changed = result.outcome === 'done' ? (result.changed ?? []) : []
  if (changed.length) await hands.record(tool, changed)
  return result
}

export const outcomeOf = (result: ToolResult): Made['outcome'] => {
  if (result.outcome === 'confirm') return 'proposed'
  if (result.outcome === 'refused') return 'refused'
  return 'unchanged' in result.data ? 'unchanged' : 'done'
}

/** A dry run checks a call as far as that changes nothing. */
function planned({ tool, arguments: args }: Call, { now }: ToolContext): ToolResult {
  const input = allTools.find(({ name }) => name === tool)?.input
  const valid = input && v.safeParse(input, args).success
  if (!valid)
    return new ToolRefused({ outcome: 'refused', code: 'invalid-arguments', message: 'The arguments are not valid.' })
      .refusal
  return { outcome: 'done', data: { planned: now.toISOString() } }
}
