import { filterIn } from './check/filter.ts'
import type { Reading } from './check/ground.ts'
import { bare, momentIn } from './check/moment.ts'
import { nextStep } from './check/next-step.ts'
import { referenceIn } from './check/reference.ts'
import { calls, type Step, tell } from './check/step.ts'
import { findWhich, tagNamed } from './check/which.ts'
import type { Clause } from './rules/clause.ts'
import { looksLikeTask } from './rules/looks-like-task.ts'
import type { Wish } from './rules/wishes.ts'
import type { Understood } from './skills/intention.ts'

export interface Decided {
  understood: Understood
  step: Step
}

/** What a wish means by the rules: the first reading that holds against the person's tasks. */
export async function decide(
  { clause, candidates, raw, about, introduces }: Wish,
  reading: Omit<Reading, 'soft' | 'asks'>,
): Promise<Decided> {
  for (const { skill, intention, confidence, soft, asks } of candidates) {
    const named = about ? aboutThat(intention, about) : undefined
    const byRemark = named && (await nextStep(named, { ...reading, soft: true, asks: false, remark: true }))
    if (named && byRemark?.kind === 'calls')
      return { understood: { skill, intention: named, confidence }, step: byRemark }
    const meant = intention
    const step = await nextStep(meant, { ...reading, soft, asks })
    if (step) return { understood: { skill, intention: meant, confidence }, step }
  }
  if (introduces && (await isOnlyRemark(clause, introduces, reading))) return remark
  const add = { skill: 'task', intention: { intent: 'add', words: clause.original }, confidence: 0.6 } as const
  if (referenceIn(clause.original))
    return {
      understood: { skill: 'task', intention: { intent: 'talk' }, confidence: 0.4 },
      step: tell('not-understood'),
    }
  const continued = await continuation(clause, reading)
  if (continued) return continued
  const isAsked = candidates.some(({ soft, intention }) => !soft && intention.intent !== 'add')
  const step =
    !isAsked && looksLikeTask(clause, raw)
      ? await nextStep(add.intention, { ...reading, soft: false, asks: true })
      : undefined
  if (step) return { understood: add, step }
  return { understood: { skill: 'task', intention: { intent: 'talk' }, confidence: 0.2 }, step: tell('not-understood') }
}

const remark: Decided = {
  understood: { skill: 'task', intention: { intent: 'talk' }, confidence: 0.9 },
  step: { kind: 'skip' },
}

/** "I won't get to the report today" names a task of the person; "pay the rent on the 1st" is a new one. */
async function isOnlyRemark(
  { original }: Clause,
  introduces: NonNullable<Wish['introduces']>,
  reading: Omit<Reading, 'soft' | 'asks'>,
): Promise<boolean> {
  if (introduces === 'an undo') return true
  return (await findWhich(original, 'any', { ...reading, remark: true })).kind !== 'none'
}

/** A message that only names a moment or a filter goes on with the last turn: "at 3", "and next week?". */
async function continuation(
  { original }: Clause,
  reading: Omit<Reading, 'soft' | 'asks'>,
): Promise<Decided | undefined> {
  const { known, speaker } = reading
  const { date, shift, rest, repeat } = momentIn(original, speaker)
  const go = async (intention: Understood['intention']): Promise<Decided | undefined> => {
    const step = await nextStep(intention, { ...reading, soft: true, asks: false })
    return step && { understood: { skill: 'task', intention, confidence: 0.7 }, step }
  }
  const narrowed = known.list && narrower.exec(original)
  if (narrowed) {
    const { filter, rest: name } = filterIn(narrowed[1] ?? '', speaker)
    const tag = name ? await tagNamed(name, reading) : undefined
    const more = { ...filter, ...(tag && { tags: [tag] }) }
    if (Object.keys(more).length)
      return {
        understood: { skill: 'task', intention: { intent: 'list', words: original }, confidence: 0.7 },
        step: calls('list_tasks', { ...known.list, ...more }),
      }
  }
  if (known.listed || !known.focus.length) {
    const { filter, rest: other } = filterIn(original, speaker)
    if (Object.keys(filter).length && !other) return go({ intent: 'list', words: original })
  }
  if ((date || shift) && !repeat && !rest && known.focus.length === 1)
    return go({ intent: 'move', which: 'it', when: original })
  return undefined
}

/** "Only the work ones": the last list, narrowed. */
const narrower = /^(?:only|just|sirf|bas|صرف|بس)(?: the)? (.+?)(?: (?:ones?|wale|wala|walay|والے|والا|kaam|کام))?$/iu

/** "I won't get to the report, move it to Friday": the remark names the task. */
function aboutThat(intention: Understood['intention'], about: string): Understood['intention'] | undefined {
  if (intention.intent === 'find' && intention.words === 'it') return { ...intention, words: about }
  if (!('which' in intention) || !intention.which) return undefined
  const { which } = intention
  if (referenceIn(bare(which))?.kind === 'it') return { ...intention, which: about } as Understood['intention']
  if (intention.intent !== 'move' || intention.when === undefined) return undefined
  const pronoun = /^(?:it|that|this|isko|is ko|usko|isay|usay|اسے|اس کو|اُسے)(?= )/iu
  return pronoun.test(which) ? { ...intention, which: about, when: which.replace(pronoun, '').trim() } : undefined
}
