import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Task } from '../../domain/task.ts'
import { digestOf } from './key.ts'
import { type Refusal, refused } from './refusal.ts'

// A token that confirms one call: of this person, with this tool, these arguments and these states of the tasks. It needs
// no store: it carries the digests, and its HMAC proves that this server made it.

const validMs = 15 * 60_000

/** The fields whose change the answer can name. The version decides whether there was one. */
const fields = ['title', 'notes', 'status', 'priority', 'tags', 'due', 'repeat', 'reminders', 'deletedAt'] as const

interface ConfirmedCall {
  secret: string
  userId: string
  tool: string
  /** Without the token itself. */
  arguments: unknown
}

/** The state of one task when the effect was shown. */
interface Seen {
  version: number
  digests: Buffer
}

const sizes = { expires: 4, user: 8, tool: 4, arguments: 16, version: 4, field: 2, hmac: 16 }
const headSize = sizes.expires + sizes.user + sizes.tool + sizes.arguments
const seenSize = sizes.version + sizes.field * fields.length

export function sealToken(call: ConfirmedCall, tasks: readonly Task[], now: Date) {
  const expiresAt = new Date(Math.floor((now.getTime() + validMs) / 1000) * 1000)
  const parts = [uint(expiresAt.getTime() / 1000), ...callDigests(call)]
  for (const task of tasks) parts.push(uint(task.version), fieldDigests(task))
  const payload = Buffer.concat(parts)
  return {
    confirmToken: Buffer.concat([payload, hmac(call.secret, payload)]).toString('base64url'),
    expiresAt: expiresAt.toISOString(),
  }
}

/** What the person saw of each task, in the order of the arguments; or why the token does not confirm this call. */
export function openToken(token: string, call: ConfirmedCall, count: number, now: Date): Seen[] | Refusal {
  const bytes = Buffer.from(token, 'base64url')
  const payload = bytes.subarray(0, -sizes.hmac)
  const given = bytes.subarray(-sizes.hmac)
  const genuine = payload.length >= headSize && timingSafeEqual(given, hmac(call.secret, payload))
  if (!genuine || bytes.toString('base64url') !== token)
    return refused('confirm-token-forged', 'This server did not make this confirmToken.')
  const [user, tool, args] = callDigests(call)
  const at = (from: number, size: number) => payload.subarray(from, from + size)
  const toolFrom = sizes.expires + sizes.user
  if (!user?.equals(at(sizes.expires, sizes.user)))
    return refused('confirm-token-of-another-user', 'This confirmToken belongs to another user.')
  if (!tool?.equals(at(toolFrom, sizes.tool)))
    return refused('confirm-token-of-another-tool', 'This confirmToken belongs to another tool.')
  if (!args?.equals(at(toolFrom + sizes.tool, sizes.arguments)))
    return refused('confirm-token-of-other-arguments', 'This confirmToken belongs to a call with other arguments.')
  if (payload.readUInt32BE(0) * 1000 <= now.getTime())
    return refused('confirm-token-expired', 'This confirmToken has expired. A call without it shows the effect again.')
  return Array.from({ length: count }, (_, i) => {
    const seen = at(headSize + i * seenSize, seenSize)
    return { version: seen.readUInt32BE(0), digests: seen.subarray(sizes.version) }
  })
}

/** The fields that have changed since the effect was shown. */
export const changedSince = ({ digests }: Seen, task: Task): string[] => {
  const now = fieldDigests(task)
  return fields.filter((_, i) => {
    const from = i * sizes.field
    return !digests.subarray(from, from + sizes.field).equals(now.subarray(from, from + sizes.field))
  })
}

const fieldDigests = (task: Task): Buffer =>
  Buffer.concat(fields.map(field => digest(task[field] ?? null, sizes.field)))

const callDigests = ({ userId, tool, arguments: args }: ConfirmedCall): Buffer[] => [
  digest(userId, sizes.user),
  digest(tool, sizes.tool),
  digest(args, sizes.arguments),
]

const digest = (value: unknown, size: number): Buffer =>
  createHash('sha256').update(digestOf(value)).digest().subarray(0, size)

const hmac = (secret: string, payload: Uint8Array): Buffer =>
  createHmac('sha256', secret).update('confirm\n').update(payload).digest().subarray(0, sizes.hmac)

function uint(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
