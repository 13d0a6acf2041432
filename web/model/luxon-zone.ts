/** The part of luxon that the shared rules use, on Intl alone. The browser build replaces luxon with it. */
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
    const cached = IANAZone.#formats.get(name)
    if (cached) return cached
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
    const parts: Record<string, string> = {}
    for (const { type, value } of IANAZone.#formatOf(this.name).formatToParts(ms)) parts[type] = value
    const part = (name: string) => Number(parts[name])
    const year = parts.era?.startsWith('B') ? 1 - part('year') : part('year')
    const wall = Date.UTC(year, part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
    const whole = ms - (((ms % 1000) + 1000) % 1000)
    return (wall - whole) / 60_000
  }
}
