import { text } from './text.ts'

export const RepeatRule = text(1, 500)
