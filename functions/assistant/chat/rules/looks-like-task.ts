import { type Clause, foldUrdu, wordEnd } from './clause.ts'

const question = new RegExp(
  `^(?:${foldUrdu(
    'what|who|whom|whose|why|how|when|where|which|is (?!(?:baar|bar|dafa|haft\\w*|mahin\\w*|kaa?m|task|ko|ka|ki|ke|pe|par|wale|wala)(?: |$))|are|am|was|were|do (?=(?:i|you|we|they)(?: |$))|does|did|can|could|will|would|should|shall|may|has|have|had|tell|explain|kya|kia|kaun|kon|kyun|kyu|kyon|kaise|kese|kab|kahan|kidhar|kitna|kitne|کیا|کون|کیوں|کیسے|کب|کہاں|کدھر|کتنا|کتنے',
  )})${wordEnd}`,
)
const remark = new RegExp(
  `^(?:${foldUrdu("i'?m|i am|i was|i feel|you|you're|it|it's|its|that|that's|this|this is|he|she|they|we|the weather|there is|there's|my|main|mai|mein|tum|aap|میں|تم|آپ|موسم")})${wordEnd}(?!.* (?:${foldUrdu('karna|krna|jana|lana|dena|lena|کرنا|جانا|لانا|دینا|لینا')})(?: |$))`,
)
/** What has happened is told in the past, also without a pronoun. */
const past = new RegExp(
  `${foldUrdu('(?:^| )(?:tha|thi|thay|gaya tha|gayi thi|hua|hui|hai na|تھا|تھی|تھے)')}(?: .{0,12})?$`,
)

export const isRemark = ({ text }: Clause): boolean => remark.test(text) || past.test(text)

const asked = /[?؟]\s*$/

/** Whether the clause asks something. "Can you delete it?" is a request, and its polite words are gone already. */
export const isQuestion = (clause: Clause, raw: string): boolean =>
  question.test(clause.text) || (asked.test(raw) && !request.test(raw))

const request = /^\s*(?:\w+,? )?(?:can|could|will|would|please|pls|plz|kya aap|kya tum|کیا آپ|کیا تم)/i

/** A bare line is a task, as in quick add. A question or a remark is not. */
export function looksLikeTask(clause: Clause, whole: string): boolean {
  if (!/\p{L}{2}/u.test(clause.text) || asked.test(whole)) return false
  return !question.test(clause.text) && !remark.test(clause.text)
}
