import { TokenRefused } from '../tools/api.ts'
import { claim, release, type TurnRow } from './conversations/turns.ts'
import type { Talk } from './talk.ts'

/** The newest turn whose acts can be taken back. */
export const undoable = (earlier: readonly TurnRow[]): TurnRow | undefined =>
  earlier.find(({ memory, undone_by }) => memory.undo?.length && !memory.isUndo && !undone_by)

/**
 * Takes the acts of a turn back. The person has asked for exactly this, so a call that would need a yes gets it: what it
 * deletes can be restored.
 */
export async function takeBack(
  { deps: { sql }, request, userId, outcome, words, head }: Talk,
  target: TurnRow | undefined,
) {
  const nothing = words.tell['nothing-to-undo']
  if (!target) return outcome.say(nothing)
  head.isUndo = true
  const { turn, dryRun } = request
  if (!dryRun && !(await claim(sql, userId, 'undone_by', target.id, turn.id))) return outcome.say(nothing)
  let done = 0
  try {
    for (const call of target.memory.undo) {
      const made = await outcome.call(call, { quietly: true, agreed: true })
      if (made !== 'refused') done++
    }
  } catch (error) {
    if (!(error instanceof TokenRefused) && done === 0) await release(sql, userId, 'undone_by', target.id)
    throw error
  }
  if (done) return outcome.say(dryRun ? '' : words.undone)
  await release(sql, userId, 'undone_by', target.id)
}
