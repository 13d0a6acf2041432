import { auditRules } from '../skills/audit/rules.ts'
import type { SkillName } from '../skills/intention.ts'
import { recurringRules } from '../skills/recurring/rules.ts'
import { reminderRules } from '../skills/reminder/rules.ts'
import { addingNothing, explicitAdd } from '../skills/task/rules/adding.ts'
import { asked } from '../skills/task/rules/asking.ts'
import { described } from '../skills/task/rules/describing.ts'
import { finishing } from '../skills/task/rules/finishing.ts'
import { clearing, instead, moving } from '../skills/task/rules/moving.ts'
import { rated } from '../skills/task/rules/rating.ts'
import { prohibition, short } from '../skills/task/rules/short.ts'
import { findIt, showing, showMe } from '../skills/task/rules/showing.ts'
import { type Clause, clauseOf } from './clause.ts'
import { isQuestion } from './looks-like-task.ts'
import { type Candidate, candidatesOf, type Rule } from './rule.ts'
import { mended } from './typing-errors.ts'

/** All rules in the order in which they are tried: those that need the most words of their own come first. */
const ordered: readonly [SkillName, readonly Rule[]][] = [
  ['task', short],
  ['task', findIt],
  ['task', asked],
  ['task', addingNothing],
  ['task', instead],
  ['task', explicitAdd],
  ['reminder', reminderRules.removing],
  ['recurring', recurringRules.ending],
  ['task', prohibition],
  ['audit', auditRules],
  ['reminder', reminderRules.listing],
  ['recurring', recurringRules.showing],
  ['recurring', recurringRules.previewing],
  ['reminder', reminderRules.snoozing],
  ['reminder', reminderRules.reminding],
  ['task', [...clearing, ...described, ...rated]],
  ['recurring', recurringRules.skipping],
  ['task', showMe],
  ['recurring', recurringRules.repeating],
  ['task', finishing],
  ['task', moving],
  ['task', showing],
]

const mostCandidates = 8

/** A longer clause is a text to keep, and no command. It would also make the patterns slow. */
const mostCharacters = 300

/** The readings of the clauses of one message: to split it, each is asked for several times. */
const known = new Map<string, Candidate[]>()
export const forgetCandidates = (): void => known.clear()

/** What a clause may mean, the likeliest first. Empty: the rules know no intention for it. */
export function candidates(clause: Clause): Candidate[] {
  const found = known.get(clause.original) ?? find(clause, () => true)
  known.set(clause.original, found)
  return found
}

function find(clause: Clause, isPossible: (one: Candidate) => boolean): Candidate[] {
  if (clause.text.length > mostCharacters) return []
  const found: Candidate[] = []
  for (const [skill, rules] of ordered) {
    found.push(...candidatesOf(skill, rules, clause).filter(isPossible))
    if (found.length >= mostCandidates || found.some(one => !one.soft)) break
  }
  return found.slice(0, mostCandidates)
}

/** The readings of a clause; if there is none, those with its typing errors mended. A question changes nothing. */
export function readings(clause: Clause, raw: string): Candidate[] {
  const asks = isQuestion(clause, raw)
  const read = (one: Clause) =>
    asks ? find(one, ({ intention }) => changesNothing.has(intention.intent)) : candidates(one)
  const found = read(clause)
  return found.length ? found : read(clauseOf(mended(clause.original)))
}

/** Intentions that change no task by themselves. */
const changesNothing: ReadonlySet<string> = new Set([
  'list', 'find', 'summary', 'plan', 'tags', 'help', 'talk', 'yes', 'no', 'undo', 'reminders', 'recurring', 'preview', 'history',
]) // biome-ignore format: one list, read as one
