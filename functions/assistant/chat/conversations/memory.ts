import type { Call, Slot } from '../check/step.ts'
import type { Intention, Language, SkillName } from '../skills/intention.ts'

/** What a turn leaves for the next ones. */
export interface Memory {
  language: Language
  shown: string[]
  focus: string[]
  recent?: string[]
  listed?: boolean
  list?: Record<string, unknown>
  /** An open question: the next message may fill the slot. */
  question?: {
    skill: SkillName
    intention: Intention
    slot: Slot
    choices: string[]
    tasks: string[]
    /** Only a model has read the wish that the question is about. */
    onlyModel?: true
  }
  /** Calls that wait for the person's yes. */
  /** `versions`: of the tasks, where no token of a call holds them. */
  proposal?: { calls: ProposedCall[]; expiresAt: string; versions: Record<string, number> }
  /** The calls that take this turn back, the last change first. */
  undo: Call[]
  /** Whether this turn took another one back. */
  isUndo?: boolean
}

export interface ProposedCall extends Call {
  confirmToken?: string
}

export const emptyMemory = (language: Language): Memory => ({ language, shown: [], focus: [], undo: [] })
