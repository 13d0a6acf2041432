import type { ToolContext } from '../../tools/tool.ts'
import type { Speaker } from './person.ts'

/** What was shown and changed in the last turns, by ids: what "it" and "the second one" mean. */
export interface Known {
  /** The tasks that the person last saw as a list, in its order. */
  shown: readonly string[]
  /** The tasks that the last turn was about. */
  focus: readonly string[]
  /** The tasks that the last turns were about, the latest first. */
  recent?: readonly string[]
  /** Whether the last turn showed a list. */
  listed?: boolean
  /** The filter of that list. */
  list?: Record<string, unknown>
}

export interface Ground {
  tool: ToolContext
  speaker: Speaker
  known: Known
}

/** How a step reads an intention. */
export interface Reading extends Ground {
  /** Another reading comes after this one: without a clear task or moment this one does not hold. */
  soft: boolean
  /** Whether it may ask for a moment that is missing. */
  asks: boolean
  /** The words for the task are a remark, such as "I won't get to the report today". */
  remark?: boolean
  /** The tasks that the person chose for `which`. */
  chosen?: readonly string[]
}
