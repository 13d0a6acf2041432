import { readClock, shifted } from './clock.ts'
import { LETTER } from './fold.ts'
import type { ClockTime, Meaning } from './meaning.ts'
import { AT, PART_EN, type Pattern, pattern, type Said } from './pattern.ts'

const HALF = '(?:am|pm|a\\.m\\.?|p\\.m\\.?)'
const NOT_AN_HOUR = `(?! ?(?:%|°|percent|main|street|st|road|km|kg|miles?|mph|dollars?|euros?|rupees|rs|degrees
  |people|persons|places|stars|points|times|pages|different|or|to \\d+|x
  |days?|weeks?|months?|years?|minutes?|mins?|hours?|hrs?)(?![${LETTER}]))`

export function asTime(time: ClockTime | undefined, said: Said): Meaning | undefined {
  if (!time) return undefined
  const part = said.get('dayPart') ?? said.get('dayPart', 'after')
  return { kind: 'time', time: part ? { ...time, part } : time }
}

const clockOf = (said: Said, hour = said.group('h')) =>
  hour === undefined ? undefined : readClock(hour, said.group('m'), said.group('half') ?? said.group('halfafter'))

/** Of a range the start is kept; its am or pm is that of the end, unless that would turn the range around. */
function startOf(said: Said): ClockTime | undefined {
  const half = said.group('half') ?? said.group('halfafter')
  const start = readClock(said.group('h') ?? '', said.group('m'), half)
  const end = readClock(said.group('toh') ?? '', said.group('tom'), said.group('halfafter'))
  if (Boolean(said.group('between')) !== Boolean(said.group('and'))) return undefined
  if (!start || !end || start.hour === undefined || end.hour === undefined) return undefined
  if (said.group('half') || !half || start.hour <= end.hour) return start
  return { ...start, hour: (start.hour + 12) % 24 }
}

function past(said: Said): ClockTime | undefined {
  const minutes = said.group('fraction') === 'half' ? 30 : said.group('fraction') ? 15 : (said.get('number') ?? 0)
  if (minutes < 1 || minutes > 30) return undefined
  const time = shifted(said.get('hour') ?? 0, said.group('side') === 'to' ? -minutes : minutes)
  const half = said.group('half')
  return time && half ? readClock(String(time.hour), String(time.minute), half) : time
}

/** English word order: "at 5 in the evening", "half past nine", "noon". */
export const timesEn: Pattern[] = [
  pattern(`${AT}(?<h>\\d\\d?)(?:[:.](?<m>\\d\\d))? ?(?<half>${HALF})(?:${PART_EN})?`, said =>
    asTime(clockOf(said), said),
  ),
  // 17:00 is a time wherever it stands; 3:16 may be a verse, so its minutes must be those of a clock's marks.
  pattern(`${AT}(?<h>\\d\\d|\\d(?=:[0-5][05]))(?::(?<m>\\d\\d))(?: ?(?:hrs|hours|h))?(?:${PART_EN})?`, said =>
    asTime(clockOf(said), said),
  ),
  pattern(
    `(?:@|at|(?<loosely>by|before|around)) ?(?<h>\\d\\d?)(?:[:.](?<m>\\d\\d))?${NOT_AN_HOUR}(?:${PART_EN})?`,
    said =>
      // "by 20" may be anything; "at 20" is eight in the evening.
      asTime(
        said.group('loosely') && !said.group('m') && Number(said.group('h')) > 12 ? undefined : clockOf(said),
        said,
      ),
  ),
  pattern(`(?:at|by|@) {hour}(?: o'?clock)?(?: (?<half>${HALF}))?${NOT_AN_HOUR}(?:${PART_EN})?`, said =>
    asTime(
      /(?:at|by|@) an? |hundred/.test(`${said.whole} `) ? undefined : clockOf(said, String(said.get('hour'))),
      said,
    ),
  ),
  pattern(`${AT}{hour} o'?clock(?:${PART_EN})?`, said => asTime(clockOf(said, String(said.get('hour'))), said)),
  pattern(`(?<h>\\d\\d?)(?::(?<m>\\d\\d))?${PART_EN}`, said => asTime(clockOf(said), said)),
  pattern(`{dayPart} (?:at|by|around|@) ?(?<h>\\d\\d?)(?::(?<m>\\d\\d))?${NOT_AN_HOUR}`, said =>
    asTime(clockOf(said), said),
  ),
  pattern(
    `(?:at |from |(?<between>between ))?(?<h>\\d\\d?)(?:[:.](?<m>\\d\\d))? ?(?<half>${HALF})? ?(?:-|to|until
      |till|(?<and>and)) ?(?<toh>\\d\\d?)(?:[:.](?<tom>\\d\\d))? ?(?<halfafter>${HALF})`,
    said => asTime(startOf(said), said),
  ),
  pattern('(?:at |from )?(?<h>\\d\\d?):(?<m>\\d\\d) ?(?:-|to|until|till) ?(?<toh>\\d\\d?):(?<tom>\\d\\d)', said =>
    asTime(startOf(said), said),
  ),
  pattern(
    `${AT}(?:(?:a )?(?<fraction>half|quarter)|{number}(?: minutes?)?) (?<side>past
      |to) {hour}(?: ?(?<half>${HALF}))?(?:${PART_EN})?`,
    said => asTime(past(said), said),
  ),
  pattern(`${AT}(?:12 )?(?:noon|midday)`, () => ({ kind: 'time', time: { hour: 12 } })),
  pattern(`${AT}(?:12 )?midnight`, () => ({ kind: 'time', time: { hour: 0, nextDay: true } })),
  pattern('(?:in|during|by) the {dayPart}|at {dayPart}', said => asTime({}, said)),
  pattern('in (?<count>\\d{1,3}) ?(?<unit>h|m)', said => ({
    kind: 'soon',
    minutes: Number(said.group('count')) * (said.group('unit') === 'h' ? 60 : 1),
  })),
  pattern('(?:in|within) (?:{number} {shortUnit}|half an (?<half>hour))|{number:b} {shortUnit:b} from now', said => {
    const count = said.group('half') ? 0.5 : (said.get('number') ?? said.get('number', 'b') ?? 0)
    const unit = said.group('half') ? 'hour' : (said.get('shortUnit') ?? said.get('shortUnit', 'b'))
    return { kind: 'soon', minutes: count * (unit === 'hour' ? 60 : 1) }
  }),
]
