import { tooManyRequests } from '../kit/core/problems.ts'
import { type Refusal, refuse } from '../kit/core/refusal.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import type { Sql, Transaction } from '../kit/postgres/connect.ts'
import { beginning, digestOf, hashOf, toContent } from './entry.ts'
import { type EntryRow, entryColumns } from './list-entries.ts'

export interface Verdict {
  ok: boolean
  /** The number of unchanged entries before the first broken one. */
  checked: number
  firstBroken?: { seq: number; reason: Reason }
}

/**
 * `missing`: an entry with this number was removed. `changed`: the content was changed. `unlinked`: the entry does not
 * follow the one before. `forged`: its hash, or the hash of the end, is invented.
 */
export const reasons = ['missing', 'changed', 'unlinked', 'forged'] as const
type Reason = (typeof reasons)[number]

interface End {
  seq: string
  hash: Buffer
  erased_at: Date | null
}

const batch = 1_000

/**
 * Computes every hash of a person's chain again and compares, in one snapshot. A long chain takes seconds, so a person can
 * run only one verification at a time.
 */
export const verifyChain = (sql: Sql, userId: string): Promise<Verdict | Refusal> =>
  asCaller(sql, { userId }, tx => verify(tx, userId), 'isolation level repeatable read read only')

async function verify(tx: Transaction, userId: string): Promise<Verdict | Refusal> {
  const [lock] = await tx<{ free: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtext('zerodue.audit.verify'), hashtext(${userId})) as free`
  if (!lock?.free)
    return refuse(tooManyRequests, {
      detail: 'A verification of this trail is running.',
      headers: { 'retry-after': '5' },
    })
  const [end] = await tx<End[]>`select seq, hash, erased_at from audit.chain where user_id = ${userId}`
  const link = { seq: 0n, hash: beginning as Uint8Array }
  const rows = tx<EntryRow[]>`select ${entryColumns(tx)} from audit.entry where user_id = ${userId} order by seq`
  for await (const page of rows.cursor(batch)) {
    for (const row of page) {
      const broken = faultOf(row, link, Boolean(end?.erased_at))
      if (broken) return verdict(link.seq, broken)
      link.seq += 1n
      link.hash = row.hash
    }
  }
  const last = BigInt(end?.seq ?? 0)
  if (last > link.seq) return verdict(link.seq, 'missing')
  if (last < link.seq || (end && !end.hash.equals(link.hash))) return verdict(link.seq - 1n, 'forged')
  return { ok: true, checked: Number(link.seq) }
}

function faultOf(row: EntryRow, before: { seq: bigint; hash: Uint8Array }, erased: boolean): Reason | undefined {
  const seq = BigInt(row.seq)
  if (seq !== before.seq + 1n) return 'missing'
  const content = toContent(row)
  // Exactly the entries of a deleted account have no content.
  if (erased ? content : !content || !digestOf(content).equals(row.digest)) return 'changed'
  if (!row.previous_hash.equals(before.hash)) return 'unlinked'
  return hashOf(before.hash, seq, row.digest).equals(row.hash) ? undefined : 'forged'
}

const verdict = (checked: bigint, reason: Reason): Verdict => ({
  ok: false,
  checked: Number(checked),
  firstBroken: { seq: Number(checked) + 1, reason },
})
