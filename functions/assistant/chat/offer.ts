import type { Proposed } from './answer.ts'
import type { Speaker } from './check/person.ts'
import type { Call } from './check/step.ts'
import type { Memory, ProposedCall } from './conversations/memory.ts'
import { callLines, type Effect, effectLines } from './say/effect-lines.ts'
import { wordsIn } from './say/format.ts'

/** A task as it was when its change was proposed. */
export interface Unchanged {
  id: string
  title: string
  version: number
}

/** The calls of a turn that wait for the person's yes. */
export interface Offer {
  /** A call whose tool has described its effect, and signed it. */
  addSigned(call: Call, effect: Effect, confirmToken: string, expiresAt: string): void
  /** Calls that no tool has seen yet: they hold for the tasks in these versions. */
  add(calls: readonly Call[], tasks: readonly Unchanged[]): void
  /** The card; `undefined` if nothing waits. */
  card(turnId: string): Proposed | undefined
  memory(): Memory['proposal']
}

const validMs = 15 * 60_000

export function createOffer(speaker: Speaker): Offer {
  const calls: ProposedCall[] = []
  const tasks = new Map<string, { id: string; title: string }>()
  const changes: string[] = []
  const versions: Record<string, number> = {}
  let expiresAt = ''
  return {
    addSigned(call, effect, confirmToken, until) {
      calls.push({ ...call, confirmToken })
      for (const { id, title } of effect.tasks) tasks.set(id, { id, title })
      changes.push(...effectLines(effect, speaker))
      expiresAt = until
    },
    add(more, unchanged) {
      calls.push(...more)
      for (const { id, title, version } of unchanged) {
        tasks.set(id, { id, title })
        versions[id] = version
      }
      changes.push(...callLines(more, new Map(unchanged.map(({ id, title }) => [id, title])), speaker))
      expiresAt = new Date(speaker.now.getTime() + validMs).toISOString()
    },
    card(turnId) {
      if (!calls.length) return undefined
      const tools = [...new Set(calls.map(({ tool }) => tool))]
      return {
        id: turnId,
        expiresAt,
        calls: calls.map(({ tool, arguments: args }) => ({ tool, arguments: args })),
        question: wordsIn(speaker.language).propose(tools.length === 1 ? (tools[0] ?? '') : 'update_task', tasks.size),
        tasks: [...tasks.values()],
        changes,
      }
    },
    memory: () => (calls.length ? { calls, expiresAt, versions } : undefined),
  }
}
