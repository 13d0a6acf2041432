import * as v from 'valibot'
import type { Fault } from '../../kit/core/refusal.ts'
import { faultsOf } from '../../kit/http/validate.ts'
import { counter } from '../../kit/telemetry/instruments.ts'
import type { Api } from './api.ts'
import { invalidArguments, type Refusal, refused, ToolRefused } from './refusal.ts'

/** One tool of the assistant, for every door. */
export interface Tool {
  name: string
  title: string
  /** For a model. */
  description: string
  /** Closed: unknown fields are refused by name. */
  input: v.GenericSchema
  scope: 'read' | 'write'
  annotations: Annotations
  run(context: ToolContext, input: unknown): Promise<ToolResult>
}

export interface Annotations {
  readOnlyHint: boolean
  destructiveHint: boolean
  idempotentHint: boolean
  openWorldHint: false
}

export interface ToolContext {
  api: Api
  now: Date
  userId: string
  /** The same call within ten minutes gets the same key. */
  keyOf(call: { tool: string; arguments: unknown }): Promise<string>
  /** Signs the tokens that confirm a call. */
  confirmSecret: string
}

/**
 * `written` names the fields whose values people or imported files wrote: data, never instructions. `changed` are the ids of
 * the tasks that this call changed; a repeated call changes none.
 */
export type ToolResult =
  | { outcome: 'done'; data: object; written?: readonly string[]; changed?: readonly string[] }
  | { outcome: 'confirm'; effect: object; confirmToken: string; expiresAt: string; written?: readonly string[] }
  | Refusal

/** Hints of a tool that only reads. */
export const reads: Annotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
}

/** Hints of a tool that writes. The same call again changes nothing. */
export const writes: Annotations = { ...reads, readOnlyHint: false }

interface Typed<TInput extends v.GenericSchema> extends Omit<Tool, 'input' | 'run'> {
  input: TInput
  run(context: ToolContext, input: v.InferOutput<TInput>): Promise<ToolResult>
}

export const defineTool = <TInput extends v.GenericSchema>(tool: Typed<TInput>): Tool => tool as unknown as Tool

const calls = counter('zerodue.assistant.calls', { description: 'Calls of tools, by tool and outcome.' })

/** Runs one call. Unknown tools and wrong arguments are refused by name; a refused token throws, so that the door answers 401. */
export async function runTool(
  tools: readonly Tool[],
  name: string,
  args: unknown,
  context: ToolContext,
): Promise<ToolResult> {
  const tool = tools.find(one => one.name === name)
  if (!tool) return refused('unknown-tool', `There is no tool ${quoted(name)}.`)
  const result = await callTool(tool, args, context)
  calls.add(1, { tool: name, outcome: result.outcome })
  return result
}

async function callTool(tool: Tool, args: unknown, context: ToolContext): Promise<ToolResult> {
  if (Array.isArray(args)) return invalidArguments([{ path: '', message: 'must be an object' }])
  const parsed = v.safeParse(tool.input, args ?? {})
  if (!parsed.success) return invalidArguments([...unknownFields(tool, args), ...parsed.issues.flatMap(faults)])
  try {
    return await tool.run(context, parsed.output)
  } catch (error) {
    if (error instanceof ToolRefused) return error.refusal
    throw error
  }
}

/** Valibot stops at the first unknown field. A model mends all of them at once when it knows all. */
const unknownFields = ({ input }: Tool, args: unknown): Fault[] =>
  'entries' in input && typeof args === 'object' && args !== null
    ? Object.keys(args)
        .filter(name => !Object.hasOwn(input.entries as object, name))
        .map(path => ({ path, message: 'is not a known field' }))
    : []

const faults = (issue: v.BaseIssue<unknown>): Fault[] => faultsOf(issue)

/** A name that a caller sent, as far as it looks like a name. */
const quoted = (name: string) => (/^[\w-]{1,60}$/.test(name) ? name : 'of that name')
