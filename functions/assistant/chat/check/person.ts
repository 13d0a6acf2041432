import type { Language } from '../skills/intention.ts'

/** What the words of a person depend on: when and where they are said. */
export interface Speaker {
  now: Date
  zone: string
  /** `en`, `ur`. */
  locale: string
  /** When a day begins: the time of reminders on a day without a time. */
  morning: string
  language: Language
}
