import { addDays } from '../zone.ts'
import { type Day, endOfMonth, plus, realDay } from './calendar.ts'
import type { EndMeaning } from './meaning.ts'
import { type Pattern, pattern, type Said } from './pattern.ts'

const UNTIL = "(?:until|till|til|'til|through|thru|ending on|ending|ends on|up to)(?: the end of)?"

/** A month alone lasts to its end: this year's, or the next one's if that is over before the first time. */
function untilMonth(said: Said): EndMeaning {
  const [month = 1, year] = [said.get('month'), said.get('year')]
  const endIn = (year: number): Day => endOfMonth(realDay(year, month, 1) ?? '')
  return {
    kind: 'end',
    last: first => {
      const thisYear = Number(first.slice(0, 4))
      if (year !== undefined) return endIn(year)
      return endIn(thisYear) >= first ? endIn(thisYear) : endIn(thisYear + 1)
    },
  }
}

/** How long a repetition goes on, and the words that say what the date after them is for. */
export const limits: Pattern[] = [
  pattern('for (?:the next )?{number} {unit}', said => ({
    kind: 'end',
    last: first => addDays(plus(first, said.get('number') ?? 1, said.get('unit') ?? 'day'), -1),
  })),
  pattern('(?:(?:اگلے|agle|aglay) )?{number} {unit} (?:تک|tak|کے لیے|کے لئے|ke liye|ke liay)', said => ({
    kind: 'end',
    last: first => addDays(plus(first, said.get('number') ?? 1, said.get('unit') ?? 'day'), -1),
  })),
  pattern('(?:for )(?:a total of )?{number} (?:times|occurrences)', said => count(said.get('number'))),
  pattern('{number} (?:times in total|occurrences)', said => count(said.get('number'))),
  pattern(
    '(?:صرف |کل |sirf |kul )?{number} (?:بار|مرتبہ|دفعہ|baar|dafa|martaba|dafaa) (?:تک|tak|کے لیے|کے لئے|ke liye)',
    said => count(said.get('number')),
  ),
  pattern('(?:صرف|کل|sirf|kul) {number} (?:بار|مرتبہ|دفعہ|baar|dafa|martaba|dafaa)', said => count(said.get('number'))),
  pattern(`${UNTIL} {month}(?:,? {year}|(?!,? (?:the )?(?:{ordinal}|\\d\\d?(?!\\d?(?::| ?[ap]\\.?m)))))`, untilMonth),
  pattern('{month}(?: {year})?(?: (?:کے|ke) (?:آخر|اختتام|aakhir|akhir|end))? (?:تک|tak)', untilMonth),
  pattern(UNTIL, () => lead('until')),
  pattern('(?:starting from|starting on|starting|beginning on|beginning|start)', () => lead('starting')),
  pattern('from', () => lead('from')),
  pattern('since', () => lead('since')),
  pattern('(?:and |with |please )?(?:a )?(?:remind me|reminder|alert me|notify me)(?! to )', () => lead('remind')),
]

const count = (times = 0) => (times >= 1 && times <= 1000 ? ({ kind: 'end', count: times } as const) : undefined)
const lead = <L extends string>(word: L) => ({ kind: 'lead', lead: word }) as const
