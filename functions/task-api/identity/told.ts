import { listUnpublished } from '../../kit/events/outbox-table.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { WorkDeps } from '../work.ts'
import type { IdentitySettings } from './settings.ts'
import type { SignIn } from './sign-in.ts'

export type SignInDeps = WorkDeps & { identity: IdentitySettings; pass: SignIn }

/** Publishes what the database told of a sign-up or sign-in, whose answer this is. */
export async function told({ sql, outbox }: SignInDeps, answer: Response): Promise<Response> {
  const { user } = (await answer.clone().json()) as { user?: { id: string } }
  if (!user) return answer
  const events = await asCaller(sql, { userId: user.id }, tx =>
    listUnpublished(tx, 'tasks', user.id, ['audit-events', 'task-events']),
  )
  await outbox.publish(events)
  return answer
}
