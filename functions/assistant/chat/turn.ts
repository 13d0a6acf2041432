import { TokenRefused } from '../tools/api.ts'
import type { Answer, Send } from './answer.ts'
import { answerMessage } from './answer-message.ts'
import { finishTurn } from './conversations/turns.ts'
import { confirm, confirmPart, narrowedProposal } from './decide-proposal.ts'
import { takeBack } from './take-back.ts'
import { beginTalk, type Talk, type TurnDeps, type TurnRequest } from './talk.ts'

/**
 * Answers one turn: understands its wishes, checks each against the tasks, carries it out, and tells what was done. What was
 * done before a fault is told and stored too.
 */
export async function answerTurn(deps: TurnDeps, request: TurnRequest, send: Send): Promise<Answer> {
  const talk = await beginTalk(deps, request, send)
  const { outcome, words, userId, head } = talk
  try {
    await answerBy(talk)
  } catch (error) {
    // A token that has ended is a refusal of the whole request.
    if (error instanceof TokenRefused && !outcome.acts.length) throw error
    deps.log.error({ err: error, outcome: 'a turn of the chat failed' })
    outcome.say(words.unavailable)
  }
  const { answer, memory } = outcome.finish(head)
  await finishTurn(deps.sql, userId, answer, memory, deps.now())
  send('done', answer)
  return answer
}

async function answerBy(talk: Talk): Promise<void> {
  const { request, ground, understood, turnNamed } = talk
  const { turn, earlier, undo, confirm: agreed } = request
  if (!turn.acts.length && undo === undefined && agreed === undefined) {
    const part = await narrowedProposal(turn.said, earlier[0], ground)
    if (!part.length) return answerMessage(talk)
    understood([])
    return confirmPart(talk, part)
  }
  understood([])
  if (turn.acts.length) return resume(talk)
  if (undo === undefined) return confirm(talk, agreed !== false, typeof agreed === 'string' ? agreed : undefined)
  const target = await turnNamed(undo)
  return takeBack(talk, target?.undone_by ? undefined : target)
}

/** An interrupted turn makes the calls that it had begun, with their keys, and no others. */
async function resume({ request: { turn }, outcome }: Talk): Promise<void> {
  for (const [i, act] of turn.acts.entries()) {
    const { outcome: _, ...call } = act
    // The next call is this one with the person's yes. The place of each call is a part of its key.
    if (act.outcome === 'proposed' && turn.acts[i + 1]?.confirmToken) outcome.acts.push(act)
    else await outcome.call(call)
  }
}
