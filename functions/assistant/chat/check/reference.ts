import { foldText, foldUrdu } from '../rules/clause.ts'

/** Words that point at tasks without describing them. */
export type Reference =
  /** "It": the task of the last turn. */
  | { kind: 'it' }
  /** "Them", "both", "all of them": every task of the last turn. */
  | { kind: 'them'; both?: boolean }
  /** "The second one", "first two", "the last": places in the list that was shown. Negative places count from its end. */
  | { kind: 'places'; places: number[] }

const whole = (source: string) => new RegExp(`^(?:${foldUrdu(source)})(?: (?:bhi|too|also|${foldUrdu('بھی')}))?$`)

const it = whole(
  '(?:it|this|that|this one|that one|the one|this task|that task|the task|the same|the same one|same one|the last one i added|the new one|the new task|that thing|one)|' +
    '(?:is|iss|us|uss) ?ko|isay|isse|ise|issay|usay|usse|use|ussey|usey|ye|yeh|yehi|wo|woh|wohi|wahi|(?:ye|yeh|wo|woh|yehi|wohi|wahi) (?:wala|wali|wale|kaam|kam|task)(?: ko)?|(?:is|us|iss) (?:kaam|kam|task|wale|waale)(?: ko)?|(?:is|us|iss)(?: ka| ki| ke| par| pe| mein| se)?|iska|iski|iske|uska|uski|uske|ispe|uspe|ismein|isme|naya wala|' +
    '(?:اس|اُس) ?کو|اسے|اُسے|یہ|یہی|وہ|وہی|(?:یہ|وہ|یہی|وہی) (?:والا|والی|والے|کام|ٹاسک)(?: کو)?|(?:اس|اُس) (?:کام|ٹاسک|والے)(?: کو)?|(?:اس|اُس)(?: کا| کی| کے| پر| میں| سے)?|نیا والا',
)
const them = whole(
  '(?:them|these|those|they|both|both of (?:them|these|those)|all|all of (?:them|these|those|it)|all (?:these|those|three|four|five|two|of the above)|them all|everything there|every one|each of them|these (?:tasks|two|three|ones)|those (?:tasks|two|three|ones)|both tasks|the two|all the above|the lot|them both|the whole list|everything on (?:the|that|this) list|the both)|' +
    '(?:in|un|inn|unn) ?ko|inhe|inhen|inhein|unhe|unhen|unhein|dono|donon|dono ko|donon ko|(?:ye|yeh|wo|woh|in|un) (?:dono|donon|sab|sb|tino|teeno|teenon|chaaron)(?: ko)?|sab|sb|sab ko|sb ko|sabko|sare|saare|saray|sari|sare ke sare|teeno|teenon|tino|(?:in|un) sab ko|inka|inki|inke|dono wale|dono kaam|ye (?:kaam|tasks)|' +
    '(?:ان|اُن|ان) ?کو|انہیں|انھیں|دونوں|دونوں کو|(?:یہ|وہ|ان) (?:دونوں|سب|تینوں|چاروں)(?: کو)?|سب|سب کو|سبھی|سارے|ساری|سارے کے سارے|تینوں|چاروں|ان سب کو|دونوں والے|دونوں کام|سب کے سب',
)

const ordinals: readonly [number, string][] = [
  [1, 'first|1st|pehla|pehli|pehle|pehlay|phla|phle|pahla|pahle|number one|no 1|پہلا|پہلی|پہلے|اول'],
  [2, 'second|2nd|doosra|dusra|doosri|dusri|doosre|dusre|dosra|dosre|number two|دوسرا|دوسری|دوسرے'],
  [3, 'third|3rd|teesra|tisra|teesri|teesre|tesra|tisre|number three|تیسرا|تیسری|تیسرے'],
  [4, 'fourth|4th|chautha|chauthi|chauthe|chotha|چوتھا|چوتھی|چوتھے'],
  [5, 'fifth|5th|paanchwan|panchwan|paanchwa|پانچواں|پانچویں'],
  [6, 'sixth|6th|chhata|chata|چھٹا|چھٹی|چھٹے'],
  [-1, 'last|bottom|aakhri|akhri|aakhiri|aakhir wala|آخری|آخر والا'],
]
const ordinalSource = ordinals.map(([, words]) => words).join('|')
const places = whole(
  `(?:(?:the|number|no|nr|option|#|task|wo|woh|ye|yeh|sirf|bas|only|just|وہ|یہ|صرف|نمبر) ?)*(?<list>(?:${ordinalSource}|\\d{1,2})(?:(?: ?,? ?(?:and|aur|or|&|اور|,) ?(?:the )?)(?:${ordinalSource}|\\d{1,2}))*)` +
    '(?: (?:one|ones|task|tasks|item|wala|wali|wale|waala|waale|kaam|kam|number|no|والا|والی|والے|کام|نمبر))*(?: ko| کو)?(?: (?:please|plz))?',
)
const firstOf = whole(
  '(?:the )?(?:first|top|pehle|پہلے) (?<count>two|three|four|2|3|4|5|do|teen|chaar|دو|تین|چار)(?: (?:ones|tasks|wale|kaam|والے|کام))?(?: ko| کو)?',
)
const counts: Record<string, number> = { two: 2, do: 2, دو: 2, three: 3, teen: 3, تین: 3, four: 4, chaar: 4, چار: 4 }

const patterns: readonly [number, RegExp][] = ordinals.map(([place, words]) => [place, whole(words)])

function placeOf(word: string): number {
  if (/^\d+$/.test(word)) return Number(word)
  return patterns.find(([, pattern]) => pattern.test(word))?.[0] ?? 0
}

/** A first number and the text of a choice: "2. Buy milk". */
const numbered = /^(\d{1,2})[.)] /

export function referenceIn(words: string): Reference | undefined {
  const choice = numbered.exec(words.trim())
  if (choice) return { kind: 'places', places: [Number(choice[1])] }
  const text = foldText(words)
  if (it.test(text)) return { kind: 'it' }
  if (them.test(text)) return { kind: 'them', ...(/both|dono|دونوں/.test(text) && { both: true }) }
  const count = firstOf.exec(text)?.groups?.count
  if (count) return { kind: 'places', places: Array.from({ length: counts[count] ?? Number(count) }, (_, i) => i + 1) }
  const list = places.exec(text)?.groups?.list
  if (!list) return undefined
  const found = list.split(/ ?(?:,|and|aur|&|اور| or ) ?(?:the )?/).map(word => placeOf(word.trim()))
  return found.every(Boolean) ? { kind: 'places', places: found } : undefined
}
