import { bare, leadIn, momentIn } from '../check/moment.ts'
import type { Speaker } from '../check/person.ts'
import { referenceIn } from '../check/reference.ts'
import { candidates, forgetCandidates, readings } from './candidates.ts'
import { type Clause, clauseOf, foldUrdu } from './clause.ts'
import { isRemark } from './looks-like-task.ts'
import type { Candidate } from './rule.ts'

/** One wish of a message, and what it may mean. */
export interface Wish {
  clause: Clause
  candidates: Candidate[]
  /** With the punctuation around it. */
  raw: string
  /** A remark just before that names what this wish only points at: "the gym is off, skip it". */
  about?: string
  /** The next wish points back at it: it may only name the task, or be a task of its own. */
  introduces?: 'a task' | 'an undo'
}

const joints = new RegExp(
  `[\\n;]+|[.!?؟۔](?=\\s)|(?:\\s*[,،])?\\s+(?:${foldUrdu('and then|and also|and|also|then|n|plus|aur phir|aur haan|aur|phir|or haan|اور پھر|اور ہاں|اور|پھر|نیز')})(?:\\s*,)?\\s+|[,،]\\s+`,
  'giu',
)
const abbreviation = /(?:^|\s)(?:dr|mr|mrs|ms|st|no|vs|e\.g|i\.e|prof)$/i

/** The wishes of a message, in their order. A sentence is split only where both sides are wishes. */
export function wishesIn(said: string, speaker: Speaker): Wish[] {
  forgetCandidates()
  const wishes = partsOf(said, speaker).map(({ part, joint }) => {
    const clause = clauseOf(part)
    return { clause, candidates: readings(clause, part), raw: `${part}${joint}` }
  })
  const meant: Wish[] = wishes.filter(({ clause }) => clause.text)
  const isTalk = ({ candidates: [first] }: Wish) => first?.intention.intent === 'talk'
  // Greetings and remarks beside a wish are not answered.
  const serious: Wish[] = []
  for (const [i, wish] of meant.entries()) {
    const remark = meant[i - 1]
    const about = remark && !isCertain(remark) ? { about: remark.clause.original } : {}
    const isWish =
      !isTalk(wish) && !addsNothing(wish) && (wish.candidates.length || isDated(wish.clause.original, speaker))
    if (isWish || (serious.length === 0 && i === meant.length - 1) || (i > 0 && addsNothing(meant[i - 1])))
      serious.push({ ...wish, ...about })
    else if (addsNothing(wish) && i === meant.length - 1) serious.push(wish)
  }
  return serious.length && meant.length > 1 ? serious.map(introducing) : meant.slice(0, 1)
}

function introducing(wish: Wish, i: number, wishes: readonly Wish[]): Wish {
  const next = wishes[i + 1]
  if (isCertain(wish) || next?.about !== wish.clause.original || !pointsBack(next)) return wish
  const undoes = next.candidates.some(({ intention }) => intention.intent === 'undo')
  return { ...wish, introduces: undoes ? 'an undo' : 'a task' }
}

const isCertain = ({ candidates }: Wish) => candidates.some(({ soft }) => !soft)

const pointsBack = (wish: Wish | undefined): boolean =>
  Boolean(
    wish?.candidates.some(
      ({ intention }) =>
        intention.intent === 'undo' ||
        ('which' in intention && intention.which && referenceIn(bare(intention.which))?.kind === 'it'),
    ) ||
      wish?.candidates.some(
        ({ intention }) => intention.intent === 'move' && /^(?:it|that|this)(?: |$)/i.test(intention.which),
      ),
  )

const addsNothing = (wish: Wish | undefined): boolean =>
  wish?.candidates[0]?.intention.intent === 'add' &&
  /^(?:task|to-?do|item|one more|thing|kaa?m|کام|ٹاسک)$/iu.test(wish.candidates[0].intention.words)

const mostWishes = 8
/** A longer message is a text to keep: its sentences are not wishes. */
const mostSplit = 800
const mostJoints = 30

function partsOf(said: string, speaker: Speaker): { part: string; joint: string }[] {
  const parts: { part: string; joint: string }[] = []
  const isWhole = candidates(clauseOf(said)).some(({ intention }) => intention.intent === 'preview')
  if (isWhole || said.length > mostSplit) return [{ part: said, joint: '' }]
  let from = 0
  let tried = 0
  for (const found of said.matchAll(joints)) {
    if (++tried > mostJoints) break
    if (found.index < from || isQuoted(said, found.index)) continue
    const left = said.slice(from, found.index)
    const right = said.slice(found.index + found[0].length)
    if (abbreviation.test(left)) continue
    if (!splits(left, right, found[0], speaker)) continue
    parts.push({ part: left, joint: found[0] })
    from = found.index + found[0].length
    if (parts.length === mostWishes - 1) break
  }
  return [...parts, { part: said.slice(from), joint: '' }]
}

function splits(left: string, right: string, joint: string, speaker: Speaker): boolean {
  if (!left.trim() || !right.trim()) return false
  const first = clauseOf(left)
  // The first part of the right side, because the rest may be split again.
  const next = right.split(/[\n;,،]|[.!?؟۔](?=\s)/u)[0] ?? right
  if (isPartOfAdd(first, clauseOf(right)) || isPartOfAdd(first, clauseOf(next))) return false
  const isWish = (clause: Clause) => isWishOf(clause, speaker)
  const [leftWish, rightWish] = [isWish(first), isWish(clauseOf(right)) || isWish(clauseOf(next))]
  // "…, write that down": the command is about the left side, and a pattern of the whole reads both.
  const [command1] = candidates(clauseOf(next))
  if (command1?.intention.intent === 'add' && referenceIn(command1.intention.words)) return false
  if (leftWish && rightWish) return true
  const [adding] = candidates(clauseOf(right))
  if (!leftWish && adding?.intention.intent === 'add' && isDated(left, speaker) && isDated(right, speaker)) return true
  // Two tasks with a date each.
  const adds = !leftWish || candidates(first)[0]?.intention.intent === 'add'
  if (adds && !rightWish && isDated(left, speaker) && isDated(right, speaker))
    return !/^[,،]\s+$/.test(joint) || !leftWish
  const command = clauseOf(right)
  // "Reopen the car wash, they did a terrible job".
  if (/[.!,،۔]/u.test(joint) && leftWish && isPlain(first) && !isAdding(first) && isRemark(command)) return true
  return (
    /[.!?؟۔\n,،]/u.test(joint) &&
    rightWish &&
    !leftWish &&
    (isPlain(command) || pointsBack({ clause: command, candidates: candidates(command), raw: right }))
  )
}

/** "Add dinner at 8 and remind me an hour before": the reminder belongs to the new task. */
const isPartOfAdd = (left: Clause, right: Clause): boolean => {
  const [adding] = candidates(left)
  if (adding && adding.intention.intent !== 'add') return false
  return candidates(right).some(
    ({ intention, soft }) =>
      (intention.intent === 'remind' && leadIn(intention.which)?.rest === '') ||
      (soft && !isPlain(right) && intention.intent === 'priority' && intention.which === 'it'),
  )
}

const isAdding = (clause: Clause) => candidates(clause)[0]?.intention.intent === 'add'

/** Words that only could be a move or a repetition are none without a moment. */
const isWishOf = (clause: Clause, speaker: Speaker): boolean =>
  clause.text.length > 0 &&
  candidates(clause).some(({ soft, asks, intention }) => {
    if (!soft || asks) return true
    if (intention.intent === 'move') return isMoment(momentIn(intention.when ?? '', speaker))
    return intention.intent !== 'repeat' || momentIn(intention.rule, speaker).repeat !== undefined
  })
const isMoment = ({ date, shift }: ReturnType<typeof momentIn>) => date !== undefined || shift !== undefined
const isPlain = (clause: Clause) => candidates(clause).some(({ soft }) => !soft)

function isDated(words: string, speaker: Speaker): boolean {
  const { date, rest, onlyTime } = momentIn(words, speaker)
  return date !== undefined && !onlyTime && rest.length > 0
}

/** Within quotation marks everything is a title. */
function isQuoted(said: string, at: number): boolean {
  const before = said.slice(0, at)
  const quotes = before.match(/["“”]/g)?.length ?? 0
  return quotes % 2 === 1
}
