import { readClock, shifted } from './clock.ts'
import type { ClockTime } from './meaning.ts'
import { LATER, type Match, OF, type Pattern, pattern } from './pattern.ts'
import { asTime } from './times-en.ts'

const OCLOCK = '(?:بجے|بجکر|baje|bajay|bajey|bjy|bje)'
const PART = `(?:{dayPart}(?: ${OF}| ko| کو| میں| mein)? )?`
const AFTER = '(?: (?:تک|tak|سے پہلے|سے قبل|se pehle|se pehlay|se pahle|سے|se|کو|ko|پر|par|pe|کے قریب|ke qareeb))?'
const HALVES = new Map([
  [/ساڑ|sa+r/, 30],
  [/سوا|sawa/, 15],
  [/پون|pa?u?o?n/, -15],
])

function urduClock(match: Match): ClockTime | undefined {
  if (match.group('onehalf')) return shifted(1, 30)
  if (match.group('twohalf')) return shifted(2, 30)
  const hour = match.get('hour') ?? -1
  const before = match.group('before')
  if (before) return shifted(hour, [...HALVES].find(([word]) => word.test(before))?.[1] ?? 0)
  const minute = match.group('m') ?? match.get('number')?.toString()
  return readClock(match.group('h') ?? String(hour), minute)
}

const HALF = '(?:ساڑھے|ساڑے|سوا|پونے|saarhe|sarhe|saadhe|sadhe|sarhay|saray|sawa|paune|pone|paunay|ponay)'
const HOUR =
  `(?:(?:(?<before>${HALF}) )?{hour}` +
  '|(?<h>\\d\\d?)[:.](?<m>[0-5]\\d)|(?<onehalf>ڈیڑھ|derh|dedh|dairh)|(?<twohalf>ڈھائی|dhai|dhaai|adhai))'

/** Urdu word order, in either script: "شام 5 بجے", "saarhe 9 baje tak". */
export const timesUr: Pattern[] = [
  pattern(
    `${PART}${HOUR} ?${OCLOCK}(?: {number} (?:منٹ|minute|mint|minat)(?: پر| par| pe)?)?(?: {dayPart:after})?${AFTER}`,
    match => asTime(urduClock(match), match),
  ),
  pattern(`${PART}{hour} (?:بج|baj) (?:کر|kar) {number} (?:منٹ|minute|mint|minat)(?: پر| par| pe)?${AFTER}`, match =>
    asTime(urduClock(match), match),
  ),
  // Only the start of a range counts.
  pattern(
    `${PART}${HOUR}(?: ?${OCLOCK})? (?:سے|se|تا|ta)
      (?: {dayPart:to})?(?: ${HALF})? {hour:to} ?${OCLOCK}(?: (?:تک|tak))?`,
    match => asTime(urduClock(match), match),
  ),
  pattern(`{dayPart}(?: ${OF}| ko| کو)? (?<h>\\d\\d?):(?<m>[0-5]\\d)${AFTER}`, match =>
    asTime(urduClock(match), match),
  ),
  pattern(`(?:آدھی رات|aadhi raat|adhi raat)${AFTER}`, () => ({ kind: 'time', time: { hour: 0, nextDay: true } })),
  pattern(
    `{dayPart}(?: (?:کو|ko|میں|mein|تک|tak|(?:کے|ke) (?:وقت|waqt|time)|(?:سے|se) (?:پہلے|pehle|pehlay)))?`,
    match => {
      const alone =
        /^[a-z]+$/.test(match.whole) && !/^(?:subah?|subha|subh|raat|shaam|dopahar|dopehar)$/.test(match.whole)
      return { kind: 'time', time: { part: match.get('dayPart') ?? 'morning' }, ...(alone && { shy: true }) }
    },
  ),
  pattern(
    `(?:{number} {shortUnit}|(?<half>آدھے گھنٹے|آدھا گھنٹہ|aadhe ghante|adhe ghante|aadhay ghantay)) ${LATER}`,
    match => {
      if (match.group('half')) return { kind: 'soon', minutes: 30 }
      return { kind: 'soon', minutes: (match.get('number') ?? 0) * (match.get('shortUnit') === 'hour' ? 60 : 1) }
    },
  ),
]
