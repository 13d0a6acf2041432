import * as v from 'valibot'
import { commandRefused } from '../../domain/events/command-refused.ts'
import type { Task } from '../../domain/task.ts'
import { invalidRequest } from '../../kit/core/problems.ts'
import { isRefusal, type Refusal, refuse } from '../../kit/core/refusal.ts'
import type { Emission } from '../../kit/events/event.ts'
import { emitIn, type InTransaction } from '../../kit/events/inbox.ts'
import { malformed } from '../../kit/events/read-event.ts'
import type { ReceivedEvent } from '../../kit/events/receive.ts'
import type { Caller } from '../../kit/http/api.ts'
import { problemOf } from '../../kit/http/problem.ts'
import { faultsOf } from '../../kit/http/validate.ts'
import { inSavepoint, isAccountGone, type Work } from '../work.ts'

/** All that a command must be before anybody can say whether it can be carried out. */
export const AnyCommand = v.looseObject({ userId: v.exactOptional(v.string()) })

export type Command = ReceivedEvent<v.InferOutput<typeof AnyCommand>>

/** Does what a command asks for; its data is still as it came. */
export type Verb = (work: Work, command: Command) => Promise<Task | Refusal>

/**
 * Carries a command out in the transaction that remembers it, so that its id is its idempotency key. A command that cannot
 * be carried out is no fault of the delivery: an event tells it, for the reason that HTTP would have given.
 */
export const carryOut =
  (verb: Verb) =>
  async (command: Command, { tx, written, now }: InTransaction & { now: () => Date }): Promise<void> => {
    const caller = callerOf(command)
    const emit = emitIn(tx, 'tasks', caller, written)
    const work: Work = { tx, caller, now: now(), emit, written }
    await tx`select set_config('app.user', ${caller.userId}, true)`
    const outcome = await inAccount(work, within => verb(within, command))
    if (isRefusal(outcome)) await emit(commandRefused, refusal(command, caller, outcome, work.now))
  }

/** The data as the verb wants it, or why it is not. */
export function readData<TSchema extends v.GenericSchema>(
  schema: TSchema,
  command: Command,
): v.InferOutput<TSchema> | Refusal {
  const outcome = v.safeParse(schema, command.data)
  if (outcome.success) return outcome.output
  return refuse(invalidRequest, { errors: outcome.issues.flatMap(issue => faultsOf(issue)) })
}

/** Whoever came with a token acts for themselves; a producer on the bus says for whom. */
function callerOf({ caller, data, userId, source, traceparent }: Command): Caller {
  if (caller && data.userId !== undefined && data.userId !== caller.userId)
    throw malformed('A command that comes with a token is for the owner of the token.')
  if (caller) return caller
  if (!data.userId || data.userId.length > 255) throw malformed('data.userId says whose task it is: it is missing.')
  if (userId !== undefined && userId !== data.userId) throw malformed('userid and data.userId name two people.')
  const kind = source === '/zerodue/recurrence-handler' ? 'recurrence' : 'producer'
  return { userId: data.userId, actor: { kind, id: source }, scopes: ['write'], ...(traceparent && { traceparent }) }
}

/** Nothing is told to an account that was deleted: not even a refusal may bring it back. */
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
  const { code, detail, errors } = problemOf(refusal)
  return { subject: subject ?? null, time, data: { command: { id, source, type }, code, detail, errors, actor } }
}
