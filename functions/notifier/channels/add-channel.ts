import { randomBytes } from 'node:crypto'
import { v7 as newId } from 'uuid'
import { channelExists, noSuchDoor, quotaReached } from '../../domain/problems.ts'
import { invalidRequest, invalidToken, tooManyRequests } from '../../kit/core/problems.ts'
import { type Refusal, refuse } from '../../kit/core/refusal.ts'
import { created } from '../../kit/http/answer.ts'
import type { Caller, Outcome } from '../../kit/http/api.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { type ChannelRow, destinationOf, faultOfUrl, hashOf, type NewChannel, toChannel } from '../channel.ts'
import { type SendDeps, sendDue } from '../deliver/send-due.ts'
import { countOfDay, insertDelivery } from '../delivery.ts'
import type { Senders } from '../settings.ts'
import { answerOnce, type WriteRequest } from './answer-once.ts'

const maxTokensPerDay = 20
const tokenMs = 24 * 60 * 60 * 1000

/**
 * Adds a channel. A mail address or webhook may belong to somebody else, so it gets only a token until the caller brings
 * that back. The subscription of a browser needs no token. The answer that is stored for an idempotency key contains the
 * secret of a webhook, which the table of channels holds anyway.
 */
export async function addChannel(
  deps: SendDeps & { maxChannels: number },
  request: WriteRequest,
  body: NewChannel,
): Promise<Outcome> {
  const { caller } = request
  const fault = faultOf(deps, body)
  if (fault) return fault
  const now = deps.now()
  const token = body.kind === 'webpush' ? undefined : randomBytes(18).toString('base64url')
  const toSend: string[] = []
  const answer = await answerOnce(deps.sql, request, async tx => {
    await tx`select pg_advisory_xact_lock(hashtext('zerodue.channels'), hashtext(${caller.userId}))`
    const refusal = await limitReached(tx, caller, now, deps.maxChannels)
    if (refusal) return refusal
    const row = await insertChannel(tx, caller, body, token, now)
    if (!row) return refuse(channelExists)
    if (token) toSend.push(await insertConfirmation(tx, row, token, now))
    return created({ ...toChannel(row), ...(row.secret && { secret: row.secret }) })
  })
  if (toSend.length) await sendDue(deps, toSend)
  return answer
}

async function insertConfirmation(tx: Transaction, row: ChannelRow, token: string, at: Date): Promise<string> {
  const id = newId()
  const { user_id, kind, id: channel_id } = row
  const delivery = { user_id, id, occasion: id, kind, channel_id, task_id: null, at }
  await insertDelivery(tx, delivery, { what: 'confirm', tag: id, token })
  return id
}

function faultOf({ mailer, vapid, guard }: Senders, body: NewChannel): Refusal | undefined {
  if (body.kind === 'email')
    return mailer ? undefined : refuse(noSuchDoor, { detail: 'Email is not set up on this server (SMTP_URL).' })
  if (body.kind === 'webpush' && !vapid)
    return refuse(noSuchDoor, { detail: 'Web push is not set up on this server (VAPID_PUBLIC_KEY).' })
  const message = faultOfUrl(destinationOf(body), guard.allowed)
  const path = body.kind === 'webhook' ? 'url' : 'endpoint'
  return message ? refuse(invalidRequest, { errors: [{ path, message }] }) : undefined
}

async function limitReached(
  tx: Transaction,
  caller: Caller,
  now: Date,
  maxChannels: number,
): Promise<Refusal | undefined> {
  const [deleted] = await tx`select true where notifications.is_gone(${caller.since ?? null})`
  if (deleted) return refuse(invalidToken, { detail: 'This account was deleted.' })
  const [row] = await tx<{ count: number }[]>`
    select count(*)::integer as count from notifications.channel where user_id = ${caller.userId}`
  if ((row?.count ?? 0) >= maxChannels)
    return refuse(quotaReached, { detail: `A person may have ${maxChannels} channels here: remove one first.` })
  // Somebody who adds and removes addresses again and again sends mail to strangers.
  return (await countOfDay(tx, caller.userId, 'confirm', now)) >= maxTokensPerDay
    ? refuse(tooManyRequests, { headers: { 'retry-after': '3600' } })
    : undefined
}

/** A browser that subscribes again has the same endpoint with new keys. Any other address exists once. */
async function insertChannel(
  tx: Transaction,
  { userId }: Caller,
  body: NewChannel,
  token: string | undefined,
  now: Date,
): Promise<ChannelRow | undefined> {
  const row = {
    user_id: userId,
    id: body.id ?? newId(),
    kind: body.kind,
    destination: destinationOf(body),
    keys: body.kind === 'webpush' ? tx.json({ ...body.keys }) : null,
    secret: body.kind === 'webhook' ? `whsec_${randomBytes(24).toString('base64')}` : null,
    locale: body.locale ?? null,
    token_hash: token ? hashOf(token) : null,
    token_until: token ? new Date(now.getTime() + tokenMs) : null,
    confirmed_at: token ? null : now,
    created_at: now,
  }
  // Another channel of the person may have this id. The lock of the caller keeps that from changing.
  const [other] = await tx`
    select true from notifications.channel
    where user_id = ${userId} and id = ${row.id} and (kind, destination) <> (${row.kind}, ${row.destination})`
  if (other) return undefined
  const [inserted] = token
    ? await tx<ChannelRow[]>`insert into notifications.channel ${tx(row)} on conflict do nothing returning *`
    : await tx<ChannelRow[]>`
        insert into notifications.channel ${tx(row)}
        on conflict (user_id, kind, destination) do update set keys = excluded.keys, locale = excluded.locale
        returning *`
  return inserted
}
