import { listUnpublished, publishCommitted } from '../../shared/events/outbox.ts'
import { asCaller, type WorkDeps } from '../work.ts'
import type { IdentitySettings } from './settings.ts'

export type SignInDeps = WorkDeps & { identity: IdentitySettings }

/** Publishes what the database told of a sign-up or sign-in, whose answer this is. */
export async function told({ sql, publisher, log }: SignInDeps, answer: Response): Promise<Response> {
  const { user } = (await answer.clone().json()) as { user?: { id: string } }
  if (!user) return answer
  const events = await asCaller(sql, { userId: user.id }, tx => listUnpublished(tx, user.id, 'audit-events'))
  await publishCommitted(sql, publisher, events, log)
  return answer
}
