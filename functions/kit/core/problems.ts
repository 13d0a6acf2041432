import { problem } from './refusal.ts'

// The refusals that any route or event door may answer.

export const invalidJson = problem('invalid-json', 400, 'The body is not JSON.')
export const invalidRequest = problem('invalid-request', 400, 'The request is not valid.')
export const invalidCursor = problem('invalid-cursor', 400, 'The cursor does not belong to this list.')
export const notSignedIn = problem('not-signed-in', 401, 'Sign in, or send a token.')
export const invalidToken = problem('invalid-token', 401, 'The token is not valid.')
export const scopeMissing = problem('scope-missing', 403, 'The token may not do this.')
export const originRefused = problem('origin-refused', 403, 'The request comes from another site.')
export const notAllowed = problem('not-allowed', 403, 'This is not allowed.')
export const routeNotFound = problem('route-not-found', 404, 'There is nothing at this address.')
export const setAsideNotFound = problem('set-aside-not-found', 404, 'There is no such event that was set aside.')
export const methodNotAllowed = problem('method-not-allowed', 405, 'This address does not know this method.')
export const tooSlow = problem('too-slow', 408, 'The request took too long to arrive.')
export const idempotencyKeyInUse = problem(
  'idempotency-key-in-use',
  409,
  'A request with this idempotency key is still running.',
)
export const notReplayable = problem('not-replayable', 409, 'This event cannot be sent or handled again.')
export const tooLarge = problem('too-large', 413, 'The body is too large.')
export const unsupportedContentType = problem(
  'unsupported-content-type',
  415,
  'The body is of a type that this address does not take.',
)
export const idempotencyKeyReused = problem(
  'idempotency-key-reused',
  422,
  'This idempotency key was used with another request.',
)
export const notHandled = problem('not-handled', 422, 'This function cannot handle the event.')
export const tooManyRequests = problem('too-many-requests', 429, 'Too many requests: wait a little.')
export const internal = problem('internal', 500, 'Something went wrong here.')
export const wrongDeliveryCredential = problem(
  'wrong-delivery-credential',
  503,
  'The credential of the source is not that of this function.',
)
export const unavailable = problem('unavailable', 503, 'This cannot be answered right now: try again.')
