import { type Pattern, pattern } from './pattern.ts'
import { LAST } from './phrases.ts'

const text = () => ({ kind: 'text' }) as const
const TO = '(?:to|through|thru|-|سے|se|تا|ta)'

/** What only looks like a date, or lies in the past: found first, so that no part of it is read. */
export const notDates: Pattern[] = [
  pattern(`${LAST} (?:{weekday}|{unit}|{dayPart}|{month}|weekend)`, text),
  pattern('(?:گزشتہ|گذشتہ|guzishta|guzashta|گزرے|beete) (?:کل|kal)', text),
  pattern('{number} (?:{unit}|{shortUnit}) (?:ago|earlier|پہلے|قبل|pehle|pehlay|pahle)', text),
  pattern(
    '(?:black|good|cyber|ash|palm|easter|casual|freaky|bloody|fat|manic|holy|maundy|whit|super|ruby|taco) {weekday}',
    text,
  ),
  pattern(`{weekday} ?${TO} ?{weekday:to}(?: (?:تک|tak))?`, text),
  pattern(`\\d\\d? ?${TO} ?{day}(?:st|nd|rd|th)? {month}(?: (?:تک|tak))?`, text),
  pattern(`{month} \\d\\d?(?:st|nd|rd|th)? ?${TO} ?\\d\\d?(?:st|nd|rd|th)?`, text),
  pattern('the {plainWeekday}(?= [a-z])', text),
  pattern('{unit} (?:میں|mein|main|me) {number} (?:بار|مرتبہ|دفعہ|baar|dafa|martaba)', text),
  pattern('24/7|9-5|9 to 5', text),
  pattern('(?:once|twice|thrice|{number} times) (?:a |an |per |every |each )?{unit}', text),
  pattern('{every} ?(?:{number} |other )?(?:{shortUnit}|seconds?)', text),
  pattern('(?:the|a) (?:parson|sham)', text),
]
