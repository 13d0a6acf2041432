import type { AskPart } from '../readiness/part.ts'

/** Wakes a function at given times. A ring carries only the name of the alarm, no data. */
export interface Alarms {
  /** Whether alarms still ring after this process has ended. */
  readonly outlive: boolean
  /** Rings at that time or a little later, and at once when it is past. Setting a name again replaces its time. */
  set(name: string, at: Date): Promise<void>
  /** Cancels the alarm. An unknown name is no error. */
  cancel(name: string): Promise<void>
  close(): void
  /** Asks whether alarms can be set now. Absent for timers of this process. */
  ask?: AskPart
}

/** Runs on a ring. While it rejects, the alarm rings again. */
export type Ring = (name: string) => Promise<unknown>

/** A name that every scheduler accepts. Dapr accepts other names too, without an error, but then never calls. */
export const alarmName = /^[A-Za-z0-9._:-]{1,100}$/

export function requireName(name: string): void {
  if (!alarmName.test(name)) throw new RangeError(`The name of an alarm must match ${alarmName}: ${name}`)
}
