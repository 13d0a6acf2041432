import type { Slot, Telling } from '../check/step.ts'

/** Every sentence of the assistant in one language. Titles come in isolated, so that their direction changes nothing. */
export interface Words {
  added(title: string, details: readonly string[]): string
  addedBefore(title: string): string
  completed(titles: string): string
  reopened(titles: string): string
  deleted(titles: string): string
  restored(titles: string): string
  skipped(titles: string, next: string | undefined): string
  renamed(title: string): string
  noted(titles: string): string
  notesCleared(titles: string): string
  due(titles: string, when: string, several: boolean): string
  undated(titles: string): string
  rated(titles: string, priority: string): string
  tagged(titles: string, added: string, removed: string): string
  repeats(titles: string, rule: string): string
  repeatsNoMore(titles: string): string
  reminderSet(title: string, when: string): string
  reminderRemoved(title: string): string
  snoozed(title: string, until: string): string
  unchanged(titles: string): string
  undone: string
  declined: string
  decided: string
  nothingOpen: string
  expired: string
  changedMeanwhile: string
  refused: Readonly<Record<string, string>> & { other: string }
  list(count: number, more: boolean): string
  emptyList: string
  found(count: number): string
  foundNothing: string
  tags: string
  noTags: string
  reminders(count: number): string
  noReminders: string
  recurring(count: number): string
  noRecurring: string
  dates(rule: string): string
  history: string
  noHistory: string
  events: Readonly<Record<string, string>>
  summary(overdue: number, due: number, period: 'today' | 'week'): string
  plan(first: string, reason: string): string
  emptyPlan: string
  reasons: { overdue(days: number): string; today(time: string | undefined): string; priority(name: string): string }
  propose(tool: string, count: number): string
  ask: Readonly<Record<Slot, string>>
  tell: Readonly<Record<Exclude<Telling, 'not-found' | 'talk'>, string>>
  notFound(words: string): string
  /** After thanks. */
  welcome: string
  hello: string
  priorities: Readonly<Record<'P1' | 'P2' | 'P3' | 'P4', string>>
  fields: Readonly<Record<string, string>>
  before(duration: string): string
  atDue: string
  length(unit: 'minutes' | 'hours' | 'days', count: number): string
  today: string
  tomorrow: string
  yesterday: string
  at(day: string, time: string): string
  day(weekday: number, date: number, month: number, year: number | undefined): string
  none: string
  and: string
  planned: string
  unavailable: string
}
