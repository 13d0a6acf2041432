/** Wakes a function at moments that it names. What a ring means is in the name alone; nothing else comes with it. */
export interface Alarms {
  /** Whether what was set rings also after the end of this process. */
  readonly outlive: boolean
  /** It rings at that moment or a little later, or at once when that is past. Set again, the later call counts. */
  set(name: string, at: Date): Promise<void>
  /** It does not ring. That there is none of that name is as good. */
  cancel(name: string): Promise<void>
  close(): void
}

/** What a ring starts. While it rejects, the same rings again. */
export type Ring = (name: string) => Promise<unknown>

/** What every scheduler takes for a name. Dapr takes others without a word and never calls. */
export const alarmName = /^[A-Za-z0-9._:-]{1,100}$/

export function requireName(name: string): void {
  if (!alarmName.test(name)) throw new RangeError(`not a name for an alarm: ${name}`)
}
