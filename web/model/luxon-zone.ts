/** What the shared rules use of luxon, from Intl directly as luxon itself has it: the browser build takes this instead. */
export class IANAZone {
  static #formats = new Map<string, Intl.DateTimeFormat>()
  readonly name: string

  constructor(name: string) {
    this.name = name
  }

  static create(name: string): IANAZone {
    return new IANAZone(name)
  }

  static isValidZone(name: string): boolean {
    try {
      IANAZone.#formatOf(name)
      return true
    } catch {
      return false
    }
  }

  static #formatOf(name: string): Intl.DateTimeFormat {
    const kept = IANAZone.#formats.get(name)
    if (kept) return kept
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    })
    IANAZone.#formats.set(name, format)
    return format
  }

  /** Minutes ahead of UTC at that instant. */
  offset(ms: number): number {
    const seen: Record<string, string> = {}
    for (const { type, value } of IANAZone.#formatOf(this.name).formatToParts(ms)) seen[type] = value
    const part = (name: string) => Number(seen[name])
    const year = seen.era?.startsWith('B') ? 1 - part('year') : part('year')
    const wall = Date.UTC(year, part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
    const whole = ms - (((ms % 1000) + 1000) % 1000)
    return (wall - whole) / 60_000
  }
}
