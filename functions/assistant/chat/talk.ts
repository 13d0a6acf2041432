import type { Outbox } from '../../kit/events/outbox.ts'
import type { Log } from '../../kit/log.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import type { Session } from '../exchange.ts'
import { recordAct } from '../record-act.ts'
import type { Api } from '../tools/api.ts'
import { keyFrom } from '../tools/key.ts'
import type { ToolContext } from '../tools/tool.ts'
import type { Send } from './answer.ts'
import type { Ground } from './check/ground.ts'
import type { Speaker } from './check/person.ts'
import { emptyMemory, type Memory } from './conversations/memory.ts'
import { findTurn, saveActs, type TurnRow } from './conversations/turns.ts'
import type { LanguageModel } from './model/language-model.ts'
import { outcome as collect, type Head, type Outcome } from './outcome.ts'
import { languageOf } from './rules/language.ts'
import { wordsIn } from './say/format.ts'
import type { Words } from './say/words.ts'
import type { Language, Understood } from './skills/intention.ts'

export interface TurnDeps {
  sql: Sql
  outbox: Outbox
  confirmSecret: string
  now: () => Date
  log: Log
  /** The language model, loaded when the first message needs it; absent where the operator has set none. */
  model?: () => Promise<LanguageModel>
}

export interface TurnRequest {
  session: Session
  api: Api
  turn: TurnRow
  /** The turns before this one, the newest first. */
  earlier: readonly TurnRow[]
  confirm: string | boolean | undefined
  undo: string | undefined
  dryRun: boolean
}

/** Everything that one turn works with. */
export interface Talk {
  deps: TurnDeps
  request: TurnRequest
  userId: string
  speaker: Speaker
  words: Words
  /** What the last turn left. */
  before: Memory
  ground: Ground
  outcome: Outcome
  head: Head
  /** Tells what was understood, before anything is done. */
  understood(all: readonly Understood[]): void
  /** A turn of this conversation, however long ago it was. */
  turnNamed(id: string): Promise<TurnRow | undefined>
}

export async function beginTalk(deps: TurnDeps, request: TurnRequest, send: Send): Promise<Talk> {
  const { sql, now } = deps
  const { session, turn, earlier, dryRun } = request
  const { userId } = session
  const memory = earlier.find(({ answer }) => answer)?.memory
  const speaker = await speakerOf(request, memory?.language, now())
  const before = { ...emptyMemory(speaker.language), ...memory }
  const context = contextOf(deps, request)
  const hands = {
    context,
    turnId: turn.id,
    dryRun,
    save: (acts: TurnRow['acts']) => saveActs(sql, userId, turn.id, acts, now()),
    record: (tool: string, taskIds: readonly string[]) => record(deps, request, tool, taskIds),
  }
  const head: Head = { conversationId: turn.conversation_id, turnId: turn.id, at: turn.at.toISOString(), by: 'rules' }
  return {
    deps,
    request,
    userId,
    speaker,
    words: wordsIn(speaker.language),
    before,
    ground: { tool: context, speaker, known: before },
    outcome: collect(hands, speaker, before, send),
    head,
    understood(all) {
      const { conversationId, turnId, by, note } = head
      const intentions = all.map(({ skill, intention, confidence }) => ({
        skill,
        intent: intention.intent,
        confidence,
      }))
      send('understood', { conversationId, turnId, by, ...(note && { note }), language: speaker.language, intentions })
    },
    async turnNamed(id) {
      const found = earlier.find(one => one.id === id) ?? (await findTurn(sql, userId, id))
      return found?.conversation_id === turn.conversation_id ? found : undefined
    },
  }
}

async function speakerOf({ api, turn }: TurnRequest, last: Language | undefined, now: Date): Promise<Speaker> {
  const { zone, locale, morning } = (await api.call('GET', '/api/me')).body as {
    zone: string
    locale: 'en' | 'ur'
    morning: string
  }
  const language = languageOf(turn.said) ?? last ?? locale
  return { now, zone, locale, morning, language }
}

/** The same message again makes the same calls with the same keys. */
function contextOf({ now, confirmSecret }: TurnDeps, { api, session, turn }: TurnRequest): ToolContext {
  return {
    api,
    now: now(),
    userId: session.userId,
    confirmSecret,
    keyOf: async call => keyFrom('chat', turn.id, call),
  }
}

/** The change is made: the person gets their answer even if the trail cannot be written. */
async function record(
  deps: TurnDeps,
  { session }: TurnRequest,
  tool: string,
  taskIds: readonly string[],
): Promise<void> {
  try {
    await recordAct(deps, { session, door: 'chat', tool, taskIds })
  } catch (err) {
    deps.log.error({ err, outcome: 'an act of the assistant is not in the audit trail' })
  }
}
