import fc from 'fast-check'
import type { Due } from '../due.ts'
import { weekdayCodes } from '../recurrence/rule.ts'
import { addDays } from '../zone.ts'

export interface Triple {
  rule: string
  start: Due
}

const zone = fc.oneof(
  fc.constantFrom(
    'UTC',
    'America/New_York',
    'Asia/Karachi',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Africa/Cairo',
  ),
  fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
)

const start: fc.Arbitrary<Due> = fc
  .record({
    day: fc.integer({ min: 0, max: 366 * 12 }),
    // Prefer the hours at which clocks change.
    minute: fc.oneof(
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 0, max: 16 }).map(n => n * 15),
    ),
    hasTime: fc.integer({ min: 0, max: 3 }).map(n => n > 0),
    zone,
  })
  .map(({ day, minute, hasTime, zone: name }) => {
    const date = addDays('2019-01-01', day)
    const time = `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
    return hasTime ? { date, time, zone: name } : { date, zone: name }
  })

const two = (n: number): string => String(n).padStart(2, '0')
const one = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max })
const signed = (max: number): fc.Arbitrary<number> => fc.oneof(one(1, max), one(-max, -1))
const weekday = fc.constantFrom(...weekdayCodes)

/** A part that one in `oneIn` rules has. */
function part(name: string, oneIn: number, value: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.tuple(one(1, oneIn), value).map(([n, text]) => (n === 1 ? `;${name}=${text}` : ''))
}

const list = (of: fc.Arbitrary<unknown>, maxLength: number): fc.Arbitrary<string> =>
  fc.uniqueArray(of, { minLength: 1, maxLength }).map(items => items.join())

const nthWeekday = (max: number): fc.Arbitrary<string> =>
  fc.oneof(
    weekday,
    fc.tuple(fc.oneof(signed(5), signed(max)), weekday).map(([n, code]) => `${n}${code}`),
  )

const times = [part('BYHOUR', 8, list(one(0, 23), 3)), part('BYMINUTE', 10, list(one(0, 59), 3))]
const interval = part('INTERVAL', 2, fc.oneof(one(1, 4), one(1, 14)))
const month = part('BYMONTH', 4, list(one(1, 12), 4))
const monthDay = (oneIn: number) => part('BYMONTHDAY', oneIn, list(fc.oneof(signed(31), one(28, 31)), 4))
const weekStart = part('WKST', 3, weekday)

const bodies: fc.Arbitrary<string>[][] = [
  [fc.constant('FREQ=DAILY'), interval, month, monthDay(5), part('BYDAY', 3, list(weekday, 5)), ...times],
  [fc.constant('FREQ=WEEKLY'), interval, month, part('BYDAY', 2, list(weekday, 5)), weekStart, ...times],
  [fc.constant('FREQ=MONTHLY'), interval, month, monthDay(3), part('BYDAY', 2, list(nthWeekday(6), 4)), ...times],
  [
    fc.constant('FREQ=YEARLY'),
    part('INTERVAL', 4, one(1, 4)),
    part('BYMONTH', 3, list(one(1, 12), 4)),
    monthDay(5),
    part('BYYEARDAY', 5, list(fc.oneof(signed(366), fc.constantFrom(1, -1, 59, 60, 366, -366)), 6)),
    part('BYDAY', 2, list(nthWeekday(53), 4)),
    ...times,
  ],
  [
    fc.constant('FREQ=YEARLY'),
    part('INTERVAL', 4, one(1, 4)),
    part('BYMONTH', 6, list(one(1, 12), 4)),
    part('BYWEEKNO', 1, list(fc.oneof(signed(53), fc.constantFrom(1, 2, 52, 53, -1, -2, -52, -53)), 4)),
    part('BYDAY', 2, list(weekday, 4)),
    weekStart,
    ...times,
  ],
]

const end = fc.oneof(
  fc.constant(() => ''),
  one(1, 12).map(count => () => `;COUNT=${count}`),
  one(0, 2000).map(days => (from: Due) => `;UNTIL=${addDays(from.date, days).replaceAll('-', '')}`),
  fc.tuple(one(0, 2000), one(0, 1439), fc.constantFrom('Z', '')).map(
    ([days, minute, z]) =>
      (from: Due) =>
        `;UNTIL=${addDays(from.date, days).replaceAll('-', '')}T${two(Math.floor(minute / 60))}${two(minute % 60)}00${z}`,
  ),
)

const setPosition = part('BYSETPOS', 4, list(fc.oneof(signed(4), signed(12)), 3))

/** A rule of any kind, a start that may not match it, and any zone. Some of the rules have no occurrence. */
export const triples: fc.Arbitrary<Triple> = fc
  .tuple(fc.oneof(...bodies.map(parts => fc.tuple(...parts))), setPosition, end, start)
  .map(([parts, position, ending, from]) => {
    const body = parts.join('')
    return { rule: `${body}${/;BY/.test(body) ? position : ''}${ending(from)}`, start: from }
  })
