import type { Api } from '../tools/api.ts'
import { readTasks } from '../tools/read-tasks.ts'
import type { Ground } from './check/ground.ts'
import type { ProposedCall } from './conversations/memory.ts'
import { claim, release, type TurnRow } from './conversations/turns.ts'
import { choiceIn } from './fill-question.ts'
import type { Talk } from './talk.ts'

/** The newest proposal that nobody has decided. */
export const openProposal = (earlier: readonly TurnRow[]): TurnRow | undefined =>
  earlier.find(({ memory, decided_by }) => memory.proposal && !decided_by)

/** Makes the calls of a proposal, or drops it: the one of that turn, or else the newest. Of two decisions at once one counts. */
export async function confirm(talk: Talk, agreed: boolean, id?: string): Promise<void> {
  const { deps, request, userId, outcome, words, turnNamed } = talk
  const { sql, now } = deps
  const { api, dryRun } = request
  const turn = id ? await turnNamed(id) : openProposal(request.earlier)
  const proposal = turn?.memory.proposal
  if (!turn || !proposal) return outcome.say(agreed ? words.nothingOpen : words.declined)
  if (agreed && new Date(proposal.expiresAt) <= now()) return outcome.say(words.expired)
  if (!dryRun && !(await claim(sql, userId, 'decided_by', turn.id, request.turn.id))) return outcome.say(words.decided)
  if (!agreed) return outcome.say(words.declined)
  if (Object.keys(proposal.versions).length && (await haveChanged(api, proposal.versions))) {
    outcome.say(words.changedMeanwhile)
    const tasks = await readTasks(api, Object.keys(proposal.versions))
    return outcome.propose(proposal.calls, tasks)
  }
  let refusedAll = true
  for (const call of proposal.calls) {
    const made = await outcome.call(call, {
      agreed: call.confirmToken === undefined,
      onChanged: words.changedMeanwhile,
    })
    if (made !== 'refused') refusedAll = false
  }
  if (refusedAll) await release(sql, userId, 'decided_by', turn.id)
}

/** Makes the calls of the newest proposal that the person has narrowed. */
export async function confirmPart({ deps, request, userId, outcome, words }: Talk, part: readonly ProposedCall[]) {
  const { turn, earlier, dryRun } = request
  const [newest] = earlier
  if (!dryRun && !(await claim(deps.sql, userId, 'decided_by', newest?.id ?? '', turn.id)))
    return outcome.say(words.decided)
  for (const call of part) await outcome.call(call, { agreed: true })
}

const only = /^(?:(?:no|nahi|nahin|نہیں|نہ)[,،]? )?(?:only|just|sirf|bas|صرف|بس)(?: the)? (.+)$/iu

/** "No, only the milk": the part of the newest proposal that the person agrees to. */
export async function narrowedProposal(
  said: string,
  newest: TurnRow | undefined,
  ground: Ground,
): Promise<ProposedCall[]> {
  const proposal = newest?.decided_by ? undefined : newest?.memory.proposal
  const named = only.exec(said.trim())?.[1]
  if (!proposal || !named) return []
  const idsOf = ({ arguments: args }: ProposedCall) => (args.taskIds ?? []) as string[]
  const chosen = await choiceIn(named, proposal.calls.flatMap(idsOf), ground, () => false)
  return proposal.calls.flatMap(({ tool, arguments: args }) => {
    const taskIds = idsOf({ tool, arguments: args }).filter(id => chosen?.includes(id))
    return taskIds.length ? [{ tool, arguments: { ...args, taskIds } }] : []
  })
}

async function haveChanged(api: Api, versions: Readonly<Record<string, number>>): Promise<boolean> {
  const tasks = await readTasks(api, Object.keys(versions))
  return tasks.some(({ id, version }) => versions[id] !== version)
}
