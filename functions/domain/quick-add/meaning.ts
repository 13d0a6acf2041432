import type { Day, Unit } from './calendar.ts'

export type SpanKind = 'date' | 'time' | 'repeat' | 'tag' | 'priority' | 'reminder'

export type DayPart = 'morning' | 'afternoon' | 'lateAfternoon' | 'evening' | 'night'

/** A time as it was said. `open`: without am or pm. `part` alone, without an hour, is as vague as "in the evening". */
export interface ClockTime {
  hour?: number
  minute?: number
  open?: boolean
  part?: DayPart
  /** It belongs to the night of the day before: midnight, or two o'clock at night. */
  nextDay?: boolean
}

export interface DateMeaning {
  kind: 'date'
  /** The first day it can mean, on or after `from`; for "today" there is none from tomorrow on. */
  first: (from: Day) => Day | undefined
  /** Said with "on", "by", "due": stronger than a bare name. */
  firm?: boolean
  time?: ClockTime
  /** Urdu says "by" and "until" with one word, and "from" with another: a repetition tells which is meant. */
  says?: 'until' | 'from'
  /** A word that is also something else: read only beside another date, time or repetition. */
  shy?: boolean
}

export interface TimeMeaning {
  kind: 'time'
  time: ClockTime
  shy?: boolean
}

/** "in 20 minutes": counted from now on the clock that never jumps. */
export interface SoonMeaning {
  kind: 'soon'
  minutes: number
}

export interface RepeatMeaning {
  kind: 'repeat'
  freq: 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'
  interval?: number
  by?: string
  fromCompletion?: boolean
  shy?: boolean
  time?: ClockTime
}

/** How long a repetition goes on; without one it means nothing. */
export interface EndMeaning {
  kind: 'end'
  count?: number
  last?: (first: Day) => Day
}

/** A word that says what the date after it is for. */
export interface LeadMeaning {
  kind: 'lead'
  lead: 'until' | 'from' | 'starting' | 'since' | 'remind'
}

/** "Remind me to": what follows is the task, and its due date is when to remind. */
export interface AskedMeaning {
  kind: 'asked'
}

export type ReminderMeaning = { kind: 'reminder' } & ({ before: string } | { time: ClockTime })

export type Meaning =
  | DateMeaning
  | TimeMeaning
  | SoonMeaning
  | RepeatMeaning
  | EndMeaning
  | LeadMeaning
  | ReminderMeaning
  | AskedMeaning
  | { kind: 'tag'; name: string }
  | { kind: 'priority'; level: 'P1' | 'P2' | 'P3' | 'P4' }
  /** It only looks like a date: what is in it is not read. */
  | { kind: 'text' }

/** A meaning and where it was found; offsets are those of the original text. */
export interface Found<M extends Meaning = Meaning> {
  start: number
  end: number
  meaning: M
}

/** What was found and is used. */
export interface Chosen {
  start: number
  end: number
  kind: SpanKind
}

type Spellings<K extends string | number> = Partial<Record<K, string>>

/** The words of one language by their meaning, with the spellings of one meaning parted by `|`. */
export interface Words {
  relativeDay: Spellings<number>
  weekday: Spellings<number>
  shyWeekday: Spellings<number>
  month: Spellings<number>
  unit: Spellings<Unit>
  shortUnit: Spellings<'minute' | 'hour'>
  number: Spellings<number>
  ordinal: Spellings<number>
  dayPart: Spellings<DayPart>
  every: Spellings<'due' | 'completion'>
  and: Spellings<'and'>
}
