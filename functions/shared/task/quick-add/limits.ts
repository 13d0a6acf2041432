import { addDays } from '../zone.ts'
import { plus } from './calendar.ts'
import { type Pattern, pattern } from './pattern.ts'

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
  pattern("(?:until|till|til|'til|through|thru|ending on|ending|ends on|up to)(?: the end of)?", () => lead('until')),
  pattern('(?:starting from|starting on|starting|beginning on|beginning|start)', () => lead('starting')),
  pattern('from', () => lead('from')),
  pattern('since', () => lead('since')),
  pattern('(?:and |with )?(?:a )?(?:remind me|reminder|alert me|notify me)(?: on| at)?(?! to )', () => lead('remind')),
]

const count = (times = 0) => (times >= 1 && times <= 1000 ? ({ kind: 'end', count: times } as const) : undefined)
const lead = <L extends string>(word: L) => ({ kind: 'lead', lead: word }) as const
