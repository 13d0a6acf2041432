/** Asks to read a text that follows a colon: "summarise this: …". A task such as "Explain the plan" names no such text. */
const asksToRead =
  /^(?:(?:please|pls|can|could|would|will|you|hey|hi|ok|just|kindly)[ ,]+)*(?:summari[sz]e|sum up|translate|explain|paraphrase|rephrase|proofread|interpret|read|tl;?dr)(?: me)?(?: (?:this|that|these|those|it|the following|the|my|an?))?(?: (?:e-?mail|mail|message|text|letter|note|article|thread|document|sentence))?(?: (?:for|to) me| please| in \p{L}+)*\s*[:\n]/iu
const asksToReadInUrdu =
  /^[^:\n"“«؟?]{0,80}(?<!\p{L})(?:khulasa|tarjuma|matlab|wazahat|samjhao|خلاصہ|ترجمہ|مطلب|وضاحت|سمجھاؤ)(?!\p{L})[^:\n"“«؟?]{0,40}[:؟?]\s*\S/iu

/** Tells what somebody else said: "he wrote: …". */
const reports =
  /^[^:\n"“«؟?]{1,60}(?<!\p{L})(?:wrote|writes|said|says|likha|kaha|kehta hai|kehti hai|لکھا|کہا|کہتا ہے|کہتی ہے)(?: (?:this|hai|tha|ہے|تھا))?\s*:/iu

/** A letter: nobody greets the assistant like this. */
const letter = /^(?:dear|respected|mohtaram|محترم)(?!\p{L})[^\n]{0,60}[,،:]\s*\n/iu

/** A quotation right after a question: "what does this mean? “…”". */
const questionWithQuotation = /^([^"“«\n]{1,200}[?؟])\s*["“«]/u

/** A choice as Zerodue offers it: its number, and the title of a task between isolates. */
const choice = /^(\d{1,2}\.) \u2068[^\u2068\u2069]*\u2069$/u

/** Where a pasted mail or its answer begins. */
const pasted = /^\s*(?:>|(?:from|subject|sent|to|date|cc)\s*:|-{2,}\s*(?:original|forwarded)|on .{5,80} wrote:)/iu

/**
 * The person's own words in a message, because the text of others is no wish: neither the rules nor a model read it. Empty: the
 * message is about such a text.
 */
export function ownWords(said: string): string {
  const text = said.trim()
  const number = choice.exec(text)?.[1]
  if (number) return number
  if (asksToRead.test(text) || asksToReadInUrdu.test(text) || reports.test(text) || letter.test(text)) return ''
  const question = questionWithQuotation.exec(text)?.[1]
  if (question) return question
  const lines = said.split('\n')
  const from = lines.findIndex(line => pasted.test(line))
  return from < 0 ? said : lines.slice(0, from).join('\n').trim()
}
