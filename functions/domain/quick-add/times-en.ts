import { readClock, shifted } from './clock.ts'
import { LETTER } from './fold.ts'
import type { ClockTime, Meaning } from './meaning.ts'
import { AT, type Match, PART_EN, type Pattern, pattern } from './pattern.ts'

const HALF = '(?:am|pm|a\\.m\\.?|p\\.m\\.?)'
const NOT_AN_HOUR = `(?! ?(?:%|°|percent|main|street|st|road|km|kg|miles?|mph|dollars?|euros?|rupees|rs|degrees
  |people|persons|places|stars|points|times|pages|different|or|to \\d+|x
  |days?|weeks?|months?|years?|minutes?|mins?|hours?|hrs?)(?![${LETTER}]))`

export function asTime(time: ClockTime | undefined, match: Match): Meaning | undefined {
  if (!time) return undefined
  const part = match.get('dayPart') ?? match.get('dayPart', 'after')
  return { kind: 'time', time: part ? { ...time, part } : time }
}

const clockOf = (match: Match, hour = match.group('h')) =>
  hour === undefined ? undefined : readClock(hour, match.group('m'), match.group('half') ?? match.group('halfafter'))

/** The start of a range. It takes am or pm from the end, unless it would then be after the end. */
function startOf(match: Match): ClockTime | undefined {
  const half = match.group('half') ?? match.group('halfafter')
  const start = readClock(match.group('h') ?? '', match.group('m'), half)
  const end = readClock(match.group('toh') ?? '', match.group('tom'), match.group('halfafter'))
  if (Boolean(match.group('between')) !== Boolean(match.group('and'))) return undefined
  if (!start || !end || start.hour === undefined || end.hour === undefined) return undefined
  if (match.group('half') || !half || start.hour <= end.hour) return start
  return { ...start, hour: (start.hour + 12) % 24 }
}

function past(match: Match): ClockTime | undefined {
  const minutes = match.group('fraction') === 'half' ? 30 : match.group('fraction') ? 15 : (match.get('number') ?? 0)
  if (minutes < 1 || minutes > 30) return undefined
  const time = shifted(match.get('hour') ?? 0, match.group('side') === 'to' ? -minutes : minutes)
  const half = match.group('half')
  return time && half ? readClock(String(time.hour), String(time.minute), half) : time
}

/** English word order: "at 5 in the evening", "half past nine", "noon". */
export const timesEn: Pattern[] = [
  pattern(`${AT}(?<h>\\d\\d?)(?:[:.](?<m>\\d\\d))? ?(?<half>${HALF})(?:${PART_EN})?`, match =>
    asTime(clockOf(match), match),
  ),
  // 17:00 is always a time. 3:16 may be a verse, so minutes after one digit must be a multiple of five.
  pattern(`${AT}(?<h>\\d\\d|\\d(?=:[0-5][05]))(?::(?<m>\\d\\d))(?: ?(?:hrs|hours|h))?(?:${PART_EN})?`, match =>
    asTime(clockOf(match), match),
  ),
  pattern(
    `(?:@|at|(?<loosely>by|before|around)) ?(?<h>\\d\\d?)(?:[:.](?<m>\\d\\d))?${NOT_AN_HOUR}(?:${PART_EN})?`,
    match =>
      // "by 20" can mean many things; "at 20" is eight in the evening.
      asTime(
        match.group('loosely') && !match.group('m') && Number(match.group('h')) > 12 ? undefined : clockOf(match),
        match,
      ),
  ),
  pattern(`(?:at|by|@) {hour}(?: o'?clock)?(?: (?<half>${HALF}))?${NOT_AN_HOUR}(?:${PART_EN})?`, match =>
    asTime(
      /(?:at|by|@) an? |hundred/.test(`${match.whole} `) ? undefined : clockOf(match, String(match.get('hour'))),
      match,
    ),
  ),
  pattern(`${AT}{hour} o'?clock(?:${PART_EN})?`, match => asTime(clockOf(match, String(match.get('hour'))), match)),
  pattern(`(?<h>\\d\\d?)(?::(?<m>\\d\\d))?${PART_EN}`, match => asTime(clockOf(match), match)),
  pattern(`{dayPart} (?:at|by|around|@) ?(?<h>\\d\\d?)(?::(?<m>\\d\\d))?${NOT_AN_HOUR}`, match =>
    asTime(clockOf(match), match),
  ),
  pattern(
    `(?:at |from |(?<between>between ))?(?<h>\\d\\d?)(?:[:.](?<m>\\d\\d))? ?(?<half>${HALF})? ?(?:-|to|until
      |till|(?<and>and)) ?(?<toh>\\d\\d?)(?:[:.](?<tom>\\d\\d))? ?(?<halfafter>${HALF})`,
    match => asTime(startOf(match), match),
  ),
  pattern('(?:at |from )?(?<h>\\d\\d?):(?<m>\\d\\d) ?(?:-|to|until|till) ?(?<toh>\\d\\d?):(?<tom>\\d\\d)', match =>
    asTime(startOf(match), match),
  ),
  pattern(
    `${AT}(?:(?:a )?(?<fraction>half|quarter)|{number}(?: minutes?)?) (?<side>past
      |to) {hour}(?: ?(?<half>${HALF}))?(?:${PART_EN})?`,
    match => asTime(past(match), match),
  ),
  pattern(`${AT}(?:12 )?(?:noon|midday)`, () => ({ kind: 'time', time: { hour: 12 } })),
  pattern(`${AT}(?:12 )?midnight`, () => ({ kind: 'time', time: { hour: 0, nextDay: true } })),
  pattern('(?:in|during|by) the {dayPart}|at {dayPart}', match => asTime({}, match)),
  pattern('in (?<count>\\d{1,3}) ?(?<unit>h|m)', match => ({
    kind: 'soon',
    minutes: Number(match.group('count')) * (match.group('unit') === 'h' ? 60 : 1),
  })),
  pattern('(?:in|within) (?:{number} {shortUnit}|half an (?<half>hour))|{number:b} {shortUnit:b} from now', match => {
    const count = match.group('half') ? 0.5 : (match.get('number') ?? match.get('number', 'b') ?? 0)
    const unit = match.group('half') ? 'hour' : (match.get('shortUnit') ?? match.get('shortUnit', 'b'))
    return { kind: 'soon', minutes: count * (unit === 'hour' ? 60 : 1) }
  }),
]
