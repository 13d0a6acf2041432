import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { userUpdated } from '../../domain/events/account-events.ts'
import { profileChanged } from '../../domain/events/task-updates.ts'
import { versionMovedOn } from '../../domain/problems.ts'
import { invalidRequest } from '../../kit/core/problems.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/core/refusal.ts'
import { type Answer, ok } from '../../kit/http/answer.ts'
import type { Caller, Outcome } from '../../kit/http/api.ts'
import { faultsOf } from '../../kit/http/validate.ts'
import { asCaller } from '../../kit/postgres/as-caller.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { inWork, type Work, type WorkDeps } from '../work.ts'
import { findProfile, type Profile, type ProfilePatch, QuietHours } from './profile.ts'

export const readProfile = async (sql: Sql, caller: Caller): Promise<Answer> =>
  profileAnswer(await asCaller(sql, caller, tx => findProfile(tx, caller.userId)))

interface UpdateRequest {
  caller: Caller
  body: ProfilePatch
  version?: number
}

export const updateProfile = (deps: WorkDeps, { caller, body, version }: UpdateRequest): Promise<Outcome> =>
  inWork(deps, { caller }, work => changeProfile(work, body, version))

/** The first change inserts the row. The lock makes simultaneous changes wait for each other. */
async function changeProfile(work: Work, patch: ProfilePatch, version?: number): Promise<Answer | Refusal> {
  const { tx, caller, now, emit } = work
  const { userId } = caller
  await tx`select pg_advisory_xact_lock(hashtext('zerodue.profile'), hashtext(${userId}))`
  const profile = await findProfile(tx, userId)
  if (version !== undefined && version !== profile.version) return movedOn(profile)
  const patched = patchProfile(profile, patch)
  if (isRefusal(patched)) return patched
  if (isDeepStrictEqual(patched, profile)) return profileAnswer(profile)
  const next = { ...patched, version: profile.version + 1 }
  const row = {
    user_id: userId,
    zone: next.zone,
    locale: next.locale,
    default_reminder: next.defaultReminder,
    quiet_hours: next.quietHours && tx.json(next.quietHours),
    morning: next.morning,
    version: next.version,
  }
  await tx`insert into identity.profile ${tx(row)} on conflict (user_id) do update set ${tx(row)}`
  const { id: _, email: __, name: ___, ...shared } = next
  await emit(userUpdated, { time: now, data: { profile: shared, actor: caller.actor } })
  await emit(profileChanged, { time: now, data: { profile: shared } })
  return profileAnswer(next)
}

/** A patch may name one end of the quiet hours, so the check comes after the merge. */
function patchProfile(profile: Profile, { quietHours: hours, ...patch }: ProfilePatch): Profile | Refusal {
  const next = { ...profile, ...patch }
  if (!hours) return hours === null ? { ...next, quietHours: null } : next
  const outcome = v.safeParse(QuietHours, { ...profile.quietHours, ...hours })
  if (outcome.success) return { ...next, quietHours: { from: outcome.output.from, to: outcome.output.to } }
  return refuse(invalidRequest, { errors: outcome.issues.flatMap(issue => faultsOf(issue, 'quietHours')) })
}

const profileAnswer = (profile: Profile): Answer => ok(profile, { etag: `"${profile.version}"` })

const movedOn = (profile: Profile) =>
  refuse(versionMovedOn, {
    detail: 'The profile has changed since this version.',
    more: { profile },
    headers: { etag: `"${profile.version}"` },
  })
