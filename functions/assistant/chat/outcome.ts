import type { Act, Hands } from './act.ts'
import { makeCall, outcomeOf, writes } from './act.ts'
import type { Answer, Asked, Made, Note, Send } from './answer.ts'
import type { Speaker } from './check/person.ts'
import type { Call } from './check/step.ts'
import { emptyMemory, type Memory, type ProposedCall } from './conversations/memory.ts'
import { createOffer, type Unchanged } from './offer.ts'
import type { Effect } from './say/effect-lines.ts'
import { wordsIn } from './say/format.ts'
import { type Shown, type ShownTask, tasksIn } from './say/shown.ts'
import { tellCall } from './say/tell-call.ts'
import { createSeen, type Seen } from './seen.ts'

/** Collects what a turn does and says, and sends each piece at once. */
export interface Outcome {
  acts: Act[]
  say(text: string): void
  /** Makes a call and tells what it did. */
  call(call: ProposedCall, options?: CallOptions): Promise<Made['outcome']>
  /** Shows calls that need the person's yes, without making any. */
  propose(calls: readonly Call[], tasks: readonly Unchanged[]): void
  ask(asked: Asked, question: Memory['question']): void
  /** What the next wish of the same message may refer to. */
  known: Seen['known']
  show(tasks: readonly { id: string }[]): void
  finish(head: Head): { answer: Answer; memory: Memory }
}

interface CallOptions {
  /** The caller tells it. */
  quietly?: boolean
  /** The person has asked for exactly this call, so that it needs no further yes. */
  agreed?: boolean
  /** What to say before the new effect, if the tasks have changed since the person saw the old one. */
  onChanged?: string
  /** Gets the tasks that a reading call has found, and says how they are shown. */
  present?: (tasks: readonly ShownTask[]) => ShownTask[]
}

export interface Head {
  conversationId: string
  turnId: string
  at: string
  by: Answer['by']
  note?: Note | undefined
  isUndo?: boolean
}

export function outcome(hands: Hands, speaker: Speaker, before: Memory, send: Send): Outcome {
  const words = wordsIn(speaker.language)
  const acts: Act[] = []
  const made: Made[] = []
  const texts: string[] = []
  const offer = createOffer(speaker)
  const seen = createSeen(before)
  let asked: Asked | undefined
  let question: Memory['question']
  const undo: Call[] = []

  const say = (text: string) => {
    if (!text) return
    const piece = texts.length ? `\n${text}` : text
    texts.push(text)
    send('text', { text: piece })
  }
  const report = (one: Made) => {
    made.push(one)
    if (one.outcome !== 'proposed') send('acted', one)
  }

  const own = {
    acts,
    say,
    async call(call: ProposedCall, options: CallOptions = {}): Promise<Made['outcome']> {
      // Two clauses of one wish, such as "I don't need it, delete it", name the same call.
      const same = made.find(one => isSame(one, call) && writes(call))
      return same ? same.outcome : own.make(call, options)
    },
    async make(
      call: ProposedCall,
      { quietly = false, agreed = false, onChanged, present }: CallOptions,
    ): Promise<Made['outcome']> {
      const { tool, arguments: args } = call
      let first = await makeCall(hands, acts, call)
      if (onChanged && call.confirmToken && first.outcome === 'refused' && first.code === 'changed') {
        say(onChanged)
        first = await makeCall(hands, acts, { tool, arguments: args })
      }
      const result =
        agreed && first.outcome === 'confirm'
          ? await makeCall(hands, acts, { ...call, confirmToken: first.confirmToken })
          : first
      const outcome = outcomeOf(result)
      const plain = { tool, arguments: args }
      if (result.outcome === 'confirm') {
        const effect = result.effect as Effect
        seen.touched(effect.tasks.map(({ id }) => id))
        offer.addSigned(plain, effect, result.confirmToken, result.expiresAt)
        report({ ...plain, outcome })
        return outcome
      }
      if (result.outcome === 'refused') {
        report({ ...plain, outcome })
        if (!quietly) say(words.refused[result.code] ?? words.refused.other)
        return outcome
      }
      const data = result.data as Shown
      const tasks = present ? present(tasksIn(data)) : tasksIn(data)
      const isPlanned = hands.dryRun
      report({ ...plain, outcome: isPlanned ? 'planned' : outcome, ...(tasks.length && { tasks }) })
      const ids = tasks.map(({ id }) => id)
      if (writes(call)) {
        seen.touched([...ids, ...(isPlanned ? idsIn(args) : [])])
        undo.unshift(...([data.undo ?? []].flat() as Call[]))
      } else if (tasks.length || lists.has(tool)) seen.listed(ids, tool === 'list_tasks' ? args : undefined)
      if (!quietly && !(isPlanned && writes(call))) say(tellCall(plain, data, speaker))
      return outcome
    },
    propose(calls: readonly Call[], tasks: readonly Unchanged[]) {
      seen.touched(tasks.map(({ id }) => id))
      offer.add(calls, tasks)
      for (const { tool, arguments: args } of calls)
        report({ tool, arguments: args, outcome: hands.dryRun ? 'planned' : 'proposed' })
    },
    ask(one: Asked, about: Memory['question']) {
      asked ??= one
      question ??= about
      say(one.question)
      send('asked', one)
    },
    known: seen.known,
    show: (tasks: readonly { id: string }[]) => seen.ordered(tasks.map(({ id }) => id)),
    finish({ conversationId, turnId, at, by, note, isUndo }: Head) {
      const proposed = hands.dryRun ? undefined : offer.card(turnId)
      if (proposed) {
        say(proposed.question)
        send('proposed', proposed)
      }
      if (hands.dryRun && made.some(call => writes(call))) say(words.planned)
      const answer: Answer = {
        conversationId,
        turnId,
        at,
        language: speaker.language,
        by,
        ...(note && { note }),
        text: texts.join('\n'),
        calls: made,
        ...(asked && { asked }),
        ...(proposed && { proposed }),
        canUndo: undo.length > 0,
      }
      const proposal = proposed && offer.memory()
      const memory: Memory = {
        ...emptyMemory(speaker.language),
        ...seen.memory(),
        ...(question?.choices.length && { shown: question.choices }),
        ...(question && { question }),
        ...(proposal && { proposal }),
        undo,
        ...(isUndo && { isUndo }),
      }
      return { answer, memory }
    },
  }
  return own
}

/** Their answer is a list, also an empty one. */
const lists = new Set(['list_tasks', 'find_task'])

const isSame = (one: Call, other: Call) =>
  one.tool === other.tool && JSON.stringify(one.arguments) === JSON.stringify(other.arguments)

const idsIn = ({ taskIds, taskId }: Record<string, unknown>): string[] =>
  [taskIds ?? [], taskId ?? []].flat() as string[]
