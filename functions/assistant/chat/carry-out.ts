import { localAt } from '../../domain/zone.ts'
import { shorten } from '../../kit/core/shorten.ts'
import { writes } from './act.ts'
import type { Speaker } from './check/person.ts'
import type { Step } from './check/step.ts'
import type { Outcome } from './outcome.ts'
import { isolated, wordsIn } from './say/format.ts'
import { inOrderOfPlan, withReasons } from './say/plan.ts'
import type { ShownTask } from './say/shown.ts'
import type { Understood } from './skills/intention.ts'

type Doing = Exclude<Step, { kind: 'skip' | 'undo' | 'yes' | 'no' }>

const greets = /hello|\bhi\b|hey|good (?:morning|evening|afternoon)|sala+m|aoa|سلام|ہیلو|بخیر/iu

/** Makes the calls of a step, asks its question, or tells what it says. */
export async function carryOut(
  step: Doing,
  { skill, intention }: Understood,
  outcome: Outcome,
  speaker: Speaker,
  said: string,
  onlyPropose = false,
): Promise<void> {
  const words = wordsIn(speaker.language)
  if (step.kind === 'tell') {
    if (step.telling === 'not-found') return outcome.say(words.notFound(isolated(shorten(step.words ?? '', 60))))
    if (step.telling === 'talk') return outcome.say(greets.test(said) ? words.hello : words.welcome)
    return outcome.say(words.tell[step.telling])
  }
  if (step.kind === 'ask') {
    const { slot, choices, tasks = [] } = step
    const question = {
      skill,
      intention: step.intention,
      slot,
      choices: choices.map(({ id }) => id),
      tasks: tasks.map(({ id }) => id),
      ...(onlyPropose && { onlyModel: true as const }),
    }
    const shown = choices.map((task, i) => ({ say: `${i + 1}. ${isolated(task.title, 60)}`, task: { ...task } }))
    return outcome.ask({ question: words.ask[slot], choices: shown }, question)
  }
  if (intention.intent === 'summary' || intention.intent === 'plan') return summarize(step, intention, outcome, speaker)
  const writing = step.calls.filter(writes)
  if (writing.length > 1 || (writing.length && onlyPropose)) return outcome.propose(writing, step.tasks ?? [])
  for (const call of step.calls) await outcome.call(call)
}

async function summarize(
  step: Extract<Step, { kind: 'calls' }>,
  intention: Extract<Understood['intention'], { intent: 'summary' | 'plan' }>,
  outcome: Outcome,
  speaker: Speaker,
): Promise<void> {
  const words = wordsIn(speaker.language)
  const today = localAt(speaker.now, speaker.zone).date
  const lists: ShownTask[][] = []
  // Each task once: what is overdue may be of this week too.
  const present = (tasks: readonly ShownTask[]) => {
    const known = new Set(lists.flat().map(({ id }) => id))
    const fresh = tasks.filter(({ id }) => !known.has(id))
    const shown = intention.intent === 'plan' ? withReasons(inOrderOfPlan(fresh), today, words) : fresh
    lists.push(shown)
    return shown
  }
  for (const call of step.calls) await outcome.call(call, { quietly: true, present })
  const [overdue = [], due = []] = lists
  outcome.show([...overdue, ...due])
  if (intention.intent === 'summary') return outcome.say(words.summary(overdue.length, due.length, intention.period))
  const [first] = inOrderOfPlan([...overdue, ...due])
  outcome.say(first ? words.plan(isolated(first.title), String(first.reason)) : words.emptyPlan)
}
