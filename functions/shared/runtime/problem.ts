/** Every refusal there is: its code, the status HTTP gives it and the sentence that a person reads first. */
export const problems = {
  'invalid-json': [400, 'The body is not JSON.'],
  'invalid-request': [400, 'The request is not valid.'],
  'invalid-cursor': [400, 'The cursor does not belong to this list.'],
  'not-signed-in': [401, 'Sign in, or send a token.'],
  'invalid-token': [401, 'The token is not valid.'],
  'wrong-credentials': [401, 'The email address or the password is wrong.'],
  'scope-missing': [403, 'The token may not do this.'],
  'origin-refused': [403, 'The request comes from another site.'],
  'not-allowed': [403, 'This is not allowed.'],
  'route-not-found': [404, 'There is nothing at this address.'],
  'task-not-found': [404, 'There is no such task.'],
  'tag-not-found': [404, 'There is no such tag.'],
  'token-not-found': [404, 'There is no such token.'],
  'reminder-not-found': [404, 'There is no such reminder.'],
  'dead-letter-not-found': [404, 'There is no such dead letter.'],
  'channel-not-found': [404, 'There is no such channel.'],
  'feed-not-found': [404, 'There is no such calendar.'],
  'method-not-allowed': [405, 'This address does not know this method.'],
  'too-slow': [408, 'The request took too long to arrive.'],
  'task-exists': [409, 'There is a task with this id already.'],
  'account-exists': [409, 'There is an account with this email address already.'],
  'task-deleted': [409, 'The task is deleted: restore it first.'],
  'not-repeating': [409, 'The task does not repeat.'],
  'already-done': [409, 'The task is done already.'],
  'channel-exists': [409, 'There is such a channel already.'],
  'channel-not-confirmed': [409, 'The channel is not confirmed, or nothing goes there any more.'],
  'too-many-channels': [409, 'There are as many channels as a person may have.'],
  'wrong-confirm-token': [409, 'This token does not confirm this channel.'],
  'no-such-door': [409, 'This Zerodue cannot send in this way.'],
  'not-replayable': [409, 'This dead letter cannot be sent again.'],
  'idempotency-key-in-use': [409, 'A request with this idempotency key is still running.'],
  'updates-gone': [410, 'The updates since then are not kept any more: load everything anew.'],
  'version-moved-on': [412, 'The task has changed since this version.'],
  'too-large': [413, 'The body is too large.'],
  'unsupported-content-type': [415, 'The body is of a type that this address does not take.'],
  'idempotency-key-reused': [422, 'This idempotency key was used with another request.'],
  'batch-refused': [422, 'Nothing was done: an operation of the batch was refused.'],
  'import-refused': [422, 'Nothing was imported: a row was refused.'],
  'too-many-requests': [429, 'Too many requests: wait a little.'],
  internal: [500, 'Something went wrong here.'],
  unavailable: [503, 'This cannot be answered right now: try again.'],
} as const satisfies Record<string, readonly [number, string]>

export type ProblemCode = keyof typeof problems

/** One thing that is wrong, and where: `tags.3`, `query.limit`, `header.if-match`. */
export interface Fault {
  path: string
  message: string
}

/** An expected "no": a value that a door turns into its own form. `more` are members that only this problem has. */
export interface Refusal {
  refused: ProblemCode
  detail?: string
  errors?: Fault[]
  more?: Record<string, unknown>
  headers?: Record<string, string>
}

export const refuse = (refused: ProblemCode, rest: Omit<Refusal, 'refused'> = {}): Refusal => ({ refused, ...rest })

export const isRefusal = (outcome: unknown): outcome is Refusal =>
  typeof outcome === 'object' && outcome !== null && 'refused' in outcome

/** For what is refused far from the door that answers: thrown by readers and guards, never by a rule. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.refused)
    this.refusal = refusal
  }
}

export const statusOf = (code: ProblemCode): number => problems[code][0]

/** The problem+json document (RFC 9457) of a refusal. */
export function problemOf({ refused, detail, errors, more }: Refusal) {
  const [status, title] = problems[refused]
  return {
    type: `urn:zerodue:problem:${refused}`,
    title,
    status,
    detail: detail ?? title,
    code: refused,
    errors: errors ?? [],
    ...more,
  }
}

export const problemResponse = (refusal: Refusal): Response =>
  new Response(JSON.stringify(problemOf(refusal)), {
    status: statusOf(refusal.refused),
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...refusal.headers },
  })
