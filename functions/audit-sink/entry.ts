import { createHash } from 'node:crypto'

/** What is kept of an event, as the text that its digest is made of. */
export interface Content {
  salt: string
  id: string
  source: string
  type: string
  taskId: string | null
  time: string
  actor: { kind: string; id: string } | null
  /** JSON, letter for letter as it is stored. */
  data: string
}

/** Stands for the content in the chain. Whoever has only this cannot tell what it was, because of the salt. */
export const digestOf = ({ salt, id, source, type, taskId, time, actor, data }: Content): Buffer =>
  sha256(JSON.stringify([salt, id, source, type, taskId, time, actor?.kind ?? null, actor?.id ?? null, data]))

/** A link of the chain, made the same way by `audit.append`: checking does not ask the database whether it is right. */
export function hashOf(previous: Uint8Array, seq: bigint, digest: Uint8Array): Buffer {
  const number = Buffer.alloc(8)
  number.writeBigInt64BE(seq)
  return sha256(Buffer.concat([previous, number, digest]))
}

function sha256(input: string | Uint8Array): Buffer {
  return createHash('sha256').update(input).digest()
}

/** What the first entry of a chain follows. */
export const beginning = sha256('')

/** The content of an entry as it is stored. All of it is null when the account is gone. */
export interface ContentRow {
  salt: string | null
  id: string | null
  source: string | null
  type: string | null
  task_id: string | null
  time: Date | null
  actor_kind: string | null
  actor_id: string | null
  data: string | null
}

/** Nothing when it was erased, or when a part is gone that every entry has. */
export function toContent(row: ContentRow): Content | undefined {
  const { salt, id, source, type, time, data } = row
  if (salt === null || id === null || source === null || type === null || time === null || data === null)
    return undefined
  const { task_id: taskId, actor_kind: kind, actor_id: actorId } = row
  const actor = kind === null || actorId === null ? null : { kind, id: actorId }
  return { salt, id, source, type, taskId, time: time.toISOString(), actor, data }
}
