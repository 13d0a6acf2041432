import type { Language } from '../skills/intention.ts'

/** A message and the answer that is right for it. */
export type Example = readonly [message: string, answer: object]

/** A system prompt in one language, with examples at its end. */
export interface Prompt {
  text: string
  examples: readonly Example[]
}

export type Prompts = Record<Language, Prompt>

export const textOf = ({ text, examples }: Prompt): string =>
  [text.trim(), ...examples.map(([message, answer]) => `${message}\n→ ${JSON.stringify(answer)}`)].join('\n\n')
