import * as v from 'valibot'
import { commandRefused } from '../../domain/events/command-refused.ts'
import type { Task } from '../../domain/task.ts'
import { invalidRequest } from '../../kit/core/problems.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/core/refusal.ts'
import type { Emission } from '../../kit/events/event.ts'
import type { ReceivedEvent } from '../../kit/events/handler.ts'
import type { InTransaction } from '../../kit/events/inbox.ts'
import { malformed } from '../../kit/events/read-event.ts'
import type { Caller } from '../../kit/http/api.ts'
import { problemOf } from '../../kit/http/problem.ts'
import { faultsOf } from '../../kit/http/validate.ts'
import { inSavepoint, isAccountGone, type Work, type WorkDeps, workIn } from '../work.ts'

/** The minimum of a command: without it the event is malformed. */
export const AnyCommand = v.looseObject({ userId: v.exactOptional(v.string()) })

export type Command = ReceivedEvent<v.InferOutput<typeof AnyCommand>>

/** Carries out a command whose data is not checked yet. */
export type Verb = (work: Work, command: Command) => Promise<Task | Refusal>

/**
 * Carries out a command in the transaction that records it, so that its id is its idempotency key. A refused command is a
 * successful delivery: an event reports the refusal, with the same code as an answer by HTTP.
 */
export const carryOut =
  (verb: Verb) =>
  async (
    command: Command,
    { tx, written, now, quota }: InTransaction & Pick<WorkDeps, 'now' | 'quota'>,
  ): Promise<void> => {
    const caller = callerOf(command)
    const work = workIn(tx, caller, now(), written, quota.of(tx, caller.userId))
    await tx`select set_config('app.user', ${caller.userId}, true)`
    const outcome = await inAccount(work, within => verb(within, command))
    if (isRefusal(outcome)) await work.emit(commandRefused, refusal(command, caller, outcome, work.now))
  }

/** The checked data of a command, or a refusal. */
export function readData<TSchema extends v.GenericSchema>(
  schema: TSchema,
  command: Command,
): v.InferOutput<TSchema> | Refusal {
  const outcome = v.safeParse(schema, command.data)
  if (outcome.success) return outcome.output
  return refuse(invalidRequest, { errors: outcome.issues.flatMap(issue => faultsOf(issue)) })
}

/** A caller with a token acts for its owner; a producer on the bus names the user. */
function callerOf({ caller, data, userId, source }: Command): Caller {
  if (caller && data.userId !== undefined && data.userId !== caller.userId)
    throw malformed('With a token, data.userId must be the owner of the token.')
  if (caller) return caller
  if (!data.userId || data.userId.length > 255)
    throw malformed('data.userId is missing: it names the user of the task.')
  if (userId !== undefined && userId !== data.userId) throw malformed('userid and data.userId name different users.')
  const kind = source === '/zerodue/recurrence-handler' ? 'recurrence' : 'producer'
  return { userId: data.userId, actor: { kind, id: source }, scopes: ['write'] }
}

/** Returns `undefined` for a deleted account: not even a refusal may write to it. */
async function inAccount(
  work: Work,
  verb: (work: Work) => Promise<Task | Refusal>,
): Promise<Task | Refusal | undefined> {
  try {
    return await inSavepoint(work, async within => {
      await within.tx`select identity.begin_write(${work.caller.userId}, ${work.caller.since ?? null})`
      return verb(within)
    })
  } catch (error) {
    if (isAccountGone(error)) return undefined
    throw error
  }
}

function refusal(
  { id, source, type, subject }: Command,
  { actor }: Caller,
  refusal: Refusal,
  time: Date,
): Emission<typeof commandRefused.data> {
  const { code, detail, errors, moreErrors } = problemOf(refusal)
  const more = moreErrors === undefined ? {} : { moreErrors }
  return {
    subject: subject ?? null,
    time,
    data: { command: { id, source, type }, code, detail, errors, ...more, actor },
  }
}
