import { carryOut } from './carry-out.ts'
import { referenceIn } from './check/reference.ts'
import type { Call } from './check/step.ts'
import type { TurnRow } from './conversations/turns.ts'
import { confirm } from './decide-proposal.ts'
import { ownWords } from './own-words.ts'
import { readMessage } from './read-message.ts'
import { isolated } from './say/format.ts'
import type { Understood } from './skills/intention.ts'
import { takeBack, undoable } from './take-back.ts'
import type { Talk } from './talk.ts'
import type { Decided } from './understand.ts'

/** Reads the wishes of a message and carries each out, in their order. */
export async function answerMessage(talk: Talk): Promise<void> {
  const { request, speaker, before, ground, outcome, head, understood } = talk
  const { turn, earlier } = request
  const read = await readMessage(turn.said, before, ground, modelOf(talk))
  Object.assign(head, { by: read.by, ...(read.note && { note: read.note }) })
  understood(read.wishes.map(one => one.understood))
  let known = ground
  let last: Understood | undefined
  for (const [i, one] of read.wishes.entries()) {
    // A later wish may mean what an earlier one has just changed.
    const { understood: meant, step } = i > 0 ? await one.again(known) : one
    if (step.kind === 'skip' || saysTheSame(meant, last)) continue
    last = meant
    if (step.kind === 'undo') await takeBack(talk, undoable(earlier))
    else if (step.kind === 'yes' || step.kind === 'no') await confirm(talk, step.kind === 'yes')
    else if (!one.onlyModel && repeatsProposal(step, earlier)) await confirm(talk, true)
    else await carryOut(step, meant, outcome, speaker, turn.said, one.onlyModel)
    known = { ...ground, known: outcome.known() }
  }
  if (read.question) outcome.say(isolated(read.question, 200))
}

/** The person says once more what was just proposed: that is a yes. */
function repeatsProposal(step: Decided['step'], [newest]: readonly TurnRow[]): boolean {
  const proposed = newest?.decided_by ? undefined : newest?.memory.proposal
  if (step.kind !== 'calls' || !proposed) return false
  const plain = (calls: readonly Call[]) => JSON.stringify(calls.map(({ tool, arguments: args }) => ({ tool, args })))
  return plain(step.calls) === plain(proposed.calls)
}

/** "I don't need the reminder, remove it": the second clause means what the first one removed, not the task. */
function saysTheSame({ intention }: Understood, before: Understood | undefined): boolean {
  if (intention.intent !== 'delete' || !before) return false
  const { intent } = before.intention
  const removed = intent === 'unremind' || intent === 'unrepeat' || (intent === 'tag' && 'remove' in before.intention)
  return removed && referenceIn(intention.which)?.kind === 'it'
}

/** Asks the model about this message. It sees the person's own words, and nothing else. */
function modelOf({ deps: { model }, request: { earlier }, userId, speaker: { language } }: Talk) {
  if (!model) return undefined
  return async (said: string) => {
    const { understand } = await model()
    const before = earlier.map(turn => ownWords(turn.said)).filter(Boolean)
    const signal = AbortSignal.timeout(60_000)
    return understand(userId, { said, earlier: before.slice(0, 6).toReversed(), language, signal })
  }
}
