import type { Task } from '../../../domain/task.ts'
import type { Intention } from '../skills/intention.ts'
import type { Found } from './which.ts'

export interface Call {
  tool: string
  arguments: Record<string, unknown>
}

/** What the assistant tells without a call. The words are in `say/`. */
export type Telling =
  | 'not-found'
  | 'nothing-before'
  | 'nothing-to-undo'
  | 'not-understood'
  | 'help'
  | 'talk'
  | 'no-reminder'
  | 'does-not-repeat'

/** A part of an intention that the person has to name. */
export type Slot = 'which' | 'when' | 'rule' | 'words'

/** The next thing to do for one wish. */
export type Step =
  | { kind: 'calls'; calls: Call[]; tasks?: readonly Task[] }
  | { kind: 'ask'; slot: Slot; choices: readonly Task[]; intention: Intention; tasks?: readonly Task[] }
  | { kind: 'tell'; telling: Telling; words?: string }
  /** A remark that the next wish is about. */
  | { kind: 'skip' }
  | { kind: 'undo' }
  | { kind: 'yes' }
  | { kind: 'no' }

export const calls = (tool: string, args: Record<string, unknown>, tasks: readonly Task[] = []): Step => ({
  kind: 'calls',
  calls: [{ tool, arguments: args }],
  tasks,
})

export const tell = (telling: Telling, words?: string): Step => ({
  kind: 'tell',
  telling,
  ...(words !== undefined && { words }),
})

/** Asks which task is meant, or says that there is none. */
export function whichStep(found: Exclude<Found, { kind: 'tasks' }>, words: string, intention: Intention): Step {
  if (found.kind === 'none') return tell('not-found', words)
  return { kind: 'ask', slot: 'which', choices: found.kind === 'several' ? found.tasks : [], intention }
}
