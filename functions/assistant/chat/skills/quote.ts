import { text } from '../../../kit/core/schema.ts'

/**
 * Words that the person used, as they stand in their message. An intention holds nothing but such words and names from short
 * lists: the code reads dates, rules and tasks from them, and a model cannot add anything to a message.
 */
export const Quote = text(1, 4000)
