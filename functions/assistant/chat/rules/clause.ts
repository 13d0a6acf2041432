import { fold as foldWithPlaces } from '../../../domain/quick-add/fold.ts'

/** A part of a message as the patterns read it: lower case, one spelling for each letter. */
export interface Clause {
  text: string
  original: string
  /** The words of the person between two places of `text`. */
  quote(from: number, to: number): string
}

const outer = /^[\s.,;:!?*•-]+|[\s.,;!?]+$/g

/** Without the polite words around it; `isPolite` is false for words within a clause, where they may be names. */
export function clauseOf(original: string, isPolite = true): Clause {
  const { text, start, end } = foldWithPlaces(original)
  const [from, to] = isPolite ? core(text) : trimmed(text, 0, text.length)
  const quote = (a: number, b: number) => {
    const [first, last] = trimmed(text, from + a, from + b)
    return first < last ? original.slice(start[first], end[last - 1]) : ''
  }
  const kept = text.slice(from, to)
  return { text: kept, original: quote(0, kept.length), quote }
}

/** Folds the Urdu words of a pattern in the same way. */
export const foldUrdu = (source: string): string =>
  source.replace(/[\u0600-\u06ff]+/g, urdu => foldWithPlaces(urdu).text)

export const foldText = (text: string): string => foldWithPlaces(text).text.replace(outer, '')

const letter = 'a-z0-9_\\u00c0-\\u024f\\u0600-\\u06ff'
export const wordStart = `(?<![${letter}])`
export const wordEnd = `(?![${letter}])`

const before = new RegExp(
  `^(?:${foldUrdu(
    'please|pls|plz|kindly|hmm+|um+|uh+|er|wait|no wait|ok so|hey|hi|hello|ok|okay|so|well|also|now|then|and|just|actually|oh|um|right|alright|cool|great|perfect|nice|thanks|yeah|zerodue|' +
      "(?:can|could|would|will) (?:you|u|we)(?: please| pls| plz| just| also)*|(?:i|i'd|id|i would) (?:want|like|need|love) (?:you )?to|" +
      "i want you to|let's|lets|let us|go ahead and|be so kind (?:as )?to|do me a favou?r and|it's time to|" +
      '(?:no|nope|nahi|nahin|nai|نہیں)(?: nahi| نہیں)?(?: yar| yaar| bhai| یار| بھائی)?(?:,(?! ?(?:thanks|thank))|(?= (?:isko|is ko|isay|usko|undo|wapa?i?s|move|make|it|اسے|اس کو|واپس|یہ)(?: |$)))|nahi nahi|نہیں نہیں|acha|achha|accha|bhai|yaar|yar|zara|jara|ji|jee|suno|sunein|bas|haan|han|arre|are|meherbani(?: karke| kar ke| farma kar)?|mehrbani(?: kar ke| karke)?|baraye meherbani|barah e karam|phir|aur|ab|' +
      'اچھا|بھائی|یار|ذرا|جی|سنو|سنیں|بس|ہاں|ارے|مہربانی(?: کر کے| فرما کر| کرکے)?|براہ کرم|براہِ کرم|برائے مہربانی|پلیز|پھر|اور|اب|السلام علیکم|سلام|assalam o alaikum|salam',
  )})${wordEnd}[\\s,.:!-]*(?=\\S)`,
)
const after = new RegExp(
  `(?<=\\S)[\\s,.!]*${wordStart}(?:${foldUrdu(
    'please|pls|plz|thanks|thank you|thx|for me|will you|would you|can you|ok|okay|asap please|right away|actually|after all|then|phew|yay|finally|(?:and )?(?:can|could) you (?:put|add|note) (?:that|it)(?: in| down)?|put (?:that|it) (?:in|down)|add (?:that|it)|' +
      '(?:list|fehrist) se|is (?:baar|dafa)|jo (?:delete|hazf) (?:kiya|ki|kia) (?:tha|thi)|لسٹ سے|فہرست سے|اس (?:بار|دفعہ)|جو (?:حذف|ڈیلیٹ) (?:کیا|کی) (?:تھا|تھی)|' +
      'na|naa|bhai|yaar|yar|zara|ji|jee|shukriya|meherbani|mehrbani|kindly|' +
      'نا|بھائی|یار|ذرا|جی|شکریہ|مہربانی|پلیز',
  )})[\\s.,!?]*$`,
)

/** Polite words at both ends go, as long as something is left. */
function core(text: string): [number, number] {
  let [from, to] = trimmed(text, 0, text.length)
  for (let i = 0; i < 6; i++) {
    const here = text.slice(from, to)
    const head = before.exec(here)
    if (head) from += head[0].length
    const tail = head ? null : after.exec(here)
    if (tail) to = from + tail.index
    if (!head && !tail) break
    ;[from, to] = trimmed(text, from, to)
  }
  return [from, to]
}

const isOuter = (unit: string | undefined) => unit !== undefined && /[\s.,;:!?]/.test(unit)

function trimmed(text: string, from: number, to: number): [number, number] {
  let [first, last] = [from, to]
  while (first < last && isOuter(text[first])) first++
  while (last > first && isOuter(text[last - 1])) last--
  return [first, last]
}
