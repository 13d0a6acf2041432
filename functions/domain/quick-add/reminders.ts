import { readClock } from './clock.ts'
import type { Meaning } from './meaning.ts'
import { type Match, type Pattern, pattern } from './pattern.ts'

const LENGTH = `(?:{number} (?:{shortUnit}|{unit})
  |(?<half>half an hour|آدھا گھنٹہ|آدھے گھنٹے|aadha ghanta|adha ghanta|aadhe ghante))`
const EARLIER = '(?:before|earlier|early|ahead|in advance|beforehand)(?: it)?'
const REMIND = '(?:(?:and |with |,)?(?: ?(?:a|set a) )?(?:remind me|remind|reminder|alert me|notify me|alert))'
const PEHLE = '(?:پہلے|قبل|pehle|pehlay|pahle|pehly)'
const YAAD =
  '(?:یاد (?:دلانا|دلا دینا|دلائیں|دلا دیں|دلاؤ|دلا دو|کروانا|کرانا|کروا دینا|دہانی)' +
  '|yaa?d (?:dilana|dila dena|dilaen|dilayen|dila dain|dila do|dilao|karwana|karana|karwa dena|dahani)' +
  '|یاد دہانی|reminder)'

/** ISO 8601, with the time after a T. Weeks become days, because ISO 8601 does not mix weeks with other units. */
function duration(days: number, hours: number, minutes: number): string {
  const clock = `${hours ? `${hours}H` : ''}${minutes || (!hours && !days) ? `${minutes}M` : ''}`
  return `P${days ? `${days}D` : ''}${clock ? `T${clock}` : ''}`
}

function before(match: Match): Meaning | undefined {
  if (match.group('half')) return { kind: 'reminder', before: 'PT30M' }
  const count = match.get('number') ?? 1
  const [unit, short] = [match.get('unit'), match.get('shortUnit')]
  if (short) return { kind: 'reminder', before: short === 'hour' ? duration(0, count, 0) : duration(0, 0, count) }
  if (unit === 'day' || unit === 'week')
    return { kind: 'reminder', before: duration(count * (unit === 'week' ? 7 : 1), 0, 0) }
  return undefined
}

/** !30m, !1h30m, !2d: each unit at most once, the longest unit first. */
function exclaimed(match: Match): Meaning | undefined {
  const part = (name: string) => Number(match.group(name)?.match(/\d+/)?.[0] ?? 0)
  if (!/\d/.test(match.whole)) return undefined
  return { kind: 'reminder', before: duration(part('weeks') * 7 + part('days'), part('hours'), part('minutes')) }
}

export const reminders: Pattern[] = [
  pattern(
    '!(?<weeks>\\d{1,2} ?(?:weeks?|w|ہفتے|ہفتہ))?(?<days>\\d{1,3} ?(?:days?|d|دن))?' +
      '(?<hours>\\d{1,3} ?(?:hours?|hrs?|h|گھنٹے|گھنٹہ))?(?<minutes>\\d{1,4} ?(?:minutes?|mins?|m|منٹ))?',
    exclaimed,
  ),
  pattern('!(?<h>\\d\\d?)(?:(?::(?<m>\\d\\d)) ?(?<half>am|pm)?|(?<halfhour>am|pm))', match => {
    const time = readClock(match.group('h') ?? '', match.group('m'), match.group('half') ?? match.group('halfhour'))
    return time && { kind: 'reminder', time: { ...time, open: false } }
  }),
  pattern('(?:please )?remind me to', () => ({ kind: 'asked' })),
  pattern(`(?:مجھے |mujhe |mujhay |mjhe |muje )?${YAAD} (?:کہ|ke|keh)`, () => ({ kind: 'asked' })),
  pattern(`${REMIND}(?: me)? (?:the day|(?<day>a day)) before`, () => ({ kind: 'reminder', before: 'P1D' })),
  pattern(`${REMIND}(?: me)?:? ${LENGTH} ${EARLIER}`, before),
  pattern(`${LENGTH} ${EARLIER} reminder`, before),
  pattern(`(?:مجھے |mujhe |mujhay |اور |aur )*${LENGTH} ${PEHLE} ${YAAD}`, before),
  pattern(`(?:مجھے |mujhe |اور |aur )*${YAAD}:? ${LENGTH} ${PEHLE}`, before),
]
