import type { Day, Unit } from './calendar.ts'

export type SpanKind = 'date' | 'time' | 'repeat' | 'tag' | 'priority' | 'reminder'

export type DayPart = 'morning' | 'afternoon' | 'lateAfternoon' | 'evening' | 'night'

/** A time in the text. `open`: without am or pm. `part` without an hour is as vague as "in the evening". */
export interface ClockTime {
  hour?: number
  minute?: number
  open?: boolean
  part?: DayPart
  /** Its night belongs to the day before: midnight, or two o'clock at night. */
  nextDay?: boolean
}

export interface DateMeaning {
  kind: 'date'
  /** The first day that it can mean, on or after `from`. For "today" there is none from tomorrow on. */
  first: (from: Day) => Day | undefined
  /** With "on", "by" or "due": stronger than a bare name. */
  firm?: boolean
  time?: ClockTime
  /** Urdu has one word for "by" and "until", and another for "from". A repetition decides the meaning. */
  says?: 'until' | 'from'
  /** A word with another meaning too: it counts only beside another date, time or repetition. */
  shy?: boolean
}

export interface TimeMeaning {
  kind: 'time'
  time: ClockTime
  shy?: boolean
}

/** "in 20 minutes": counted in real time, also across a change of clocks. */
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

/** The end of a repetition. Without a repetition it means nothing. */
export interface EndMeaning {
  kind: 'end'
  count?: number
  last?: (first: Day) => Day
}

/** A word that decides the use of the date after it. */
export interface LeadMeaning {
  kind: 'lead'
  lead: 'until' | 'from' | 'starting' | 'since' | 'remind'
}

/** "Remind me to": the task follows, and the reminder comes when it is due. */
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
  /** It only looks like a date, so no part of it is read. */
  | { kind: 'text' }

/** A meaning and its place in the original text. */
export interface Found<M extends Meaning = Meaning> {
  start: number
  end: number
  meaning: M
}

/** A finding that becomes part of the draft. */
export interface Chosen {
  start: number
  end: number
  kind: SpanKind
}

type Spellings<K extends string | number> = Partial<Record<K, string>>

/** The words of one language by their meaning. A `|` separates the spellings of one meaning. */
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
