import { readClock, shifted } from './clock.ts'
import type { ClockTime } from './meaning.ts'
import { LATER, OF, type Pattern, pattern, type Said } from './pattern.ts'
import { asTime } from './times-en.ts'

const OCLOCK = '(?:بجے|بجکر|baje|bajay|bajey|bjy|bje)'
const PART = `(?:{dayPart}(?: ${OF}| ko| کو| میں| mein)? )?`
const AFTER = '(?: (?:تک|tak|سے پہلے|سے قبل|se pehle|se pehlay|se pahle|سے|se|کو|ko|پر|par|pe|کے قریب|ke qareeb))?'
const HALVES = new Map([
  [/ساڑ|sa+r/, 30],
  [/سوا|sawa/, 15],
  [/پون|pa?u?o?n/, -15],
])

function urduClock(said: Said): ClockTime | undefined {
  if (said.group('onehalf')) return shifted(1, 30)
  if (said.group('twohalf')) return shifted(2, 30)
  const hour = said.get('hour') ?? -1
  const before = said.group('before')
  if (before) return shifted(hour, [...HALVES].find(([word]) => word.test(before))?.[1] ?? 0)
  const minute = said.group('m') ?? said.get('number')?.toString()
  return readClock(said.group('h') ?? String(hour), minute)
}

const HALF = '(?:ساڑھے|ساڑے|سوا|پونے|saarhe|sarhe|saadhe|sadhe|sarhay|saray|sawa|paune|pone|paunay|ponay)'
const HOUR =
  `(?:(?:(?<before>${HALF}) )?{hour}` +
  '|(?<h>\\d\\d?)[:.](?<m>[0-5]\\d)|(?<onehalf>ڈیڑھ|derh|dedh|dairh)|(?<twohalf>ڈھائی|dhai|dhaai|adhai))'

/** Urdu word order, in either script: "شام 5 بجے", "saarhe 9 baje tak". */
export const timesUr: Pattern[] = [
  pattern(
    `${PART}${HOUR} ?${OCLOCK}(?: {number} (?:منٹ|minute|mint|minat)(?: پر| par| pe)?)?(?: {dayPart:after})?${AFTER}`,
    said => asTime(urduClock(said), said),
  ),
  pattern(`${PART}{hour} (?:بج|baj) (?:کر|kar) {number} (?:منٹ|minute|mint|minat)(?: پر| par| pe)?${AFTER}`, said =>
    asTime(urduClock(said), said),
  ),
  // Of a range the start is kept.
  pattern(
    `${PART}${HOUR}(?: ?${OCLOCK})? (?:سے|se|تا|ta)
      (?: {dayPart:to})?(?: ${HALF})? {hour:to} ?${OCLOCK}(?: (?:تک|tak))?`,
    said => asTime(urduClock(said), said),
  ),
  pattern(`{dayPart}(?: ${OF}| ko| کو)? (?<h>\\d\\d?):(?<m>[0-5]\\d)${AFTER}`, said => asTime(urduClock(said), said)),
  pattern(`(?:آدھی رات|aadhi raat|adhi raat)${AFTER}`, () => ({ kind: 'time', time: { hour: 0, nextDay: true } })),
  pattern(
    `{dayPart}(?: (?:کو|ko|میں|mein|تک|tak|(?:کے|ke) (?:وقت|waqt|time)|(?:سے|se) (?:پہلے|pehle|pehlay)))?`,
    said => {
      const alone =
        /^[a-z]+$/.test(said.whole) && !/^(?:subah?|subha|subh|raat|shaam|dopahar|dopehar)$/.test(said.whole)
      return { kind: 'time', time: { part: said.get('dayPart') ?? 'morning' }, ...(alone && { shy: true }) }
    },
  ),
  pattern(
    `(?:{number} {shortUnit}|(?<half>آدھے گھنٹے|آدھا گھنٹہ|aadhe ghante|adhe ghante|aadhay ghantay)) ${LATER}`,
    said => {
      if (said.group('half')) return { kind: 'soon', minutes: 30 }
      return { kind: 'soon', minutes: (said.get('number') ?? 0) * (said.get('shortUnit') === 'hour' ? 60 : 1) }
    },
  ),
]
