import { createHash } from 'node:crypto'

/** The stored content of an event. Its digest covers exactly this text. */
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

/** The digest of the content in the chain. The salt protects the content from guesses. */
export const digestOf = ({ salt, id, source, type, taskId, time, actor, data }: Content): Buffer =>
  sha256(JSON.stringify([salt, id, source, type, taskId, time, actor?.kind ?? null, actor?.id ?? null, data]))

/** The hash of an entry. `audit.append` computes the same, and verification does not trust the database for it. */
export function hashOf(previous: Uint8Array, seq: bigint, digest: Uint8Array): Buffer {
  const number = Buffer.alloc(8)
  number.writeBigInt64BE(seq)
  return sha256(Buffer.concat([previous, number, digest]))
}

function sha256(input: string | Uint8Array): Buffer {
  return createHash('sha256').update(input).digest()
}

/** The previous hash of the first entry. */
export const beginning = sha256('')

/** The columns of the content. All of them are null after the account was deleted. */
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

/** Nothing for an entry that was emptied, also in part. */
export function toContent(row: ContentRow): Content | undefined {
  const { salt, id, source, type, time, data } = row
  if (salt === null || id === null || source === null || type === null || time === null || data === null)
    return undefined
  const { task_id: taskId, actor_kind: kind, actor_id: actorId } = row
  const actor = kind === null || actorId === null ? null : { kind, id: actorId }
  return { salt, id, source, type, taskId, time: time.toISOString(), actor, data }
}
