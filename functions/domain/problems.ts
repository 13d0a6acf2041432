import { problem } from '../kit/core/refusal.ts'

// The refusals that are about tasks, people and channels. Together with those of the kit these are all codes.

export const invalidClient = problem('invalid-client', 400, 'This program cannot be connected.')
export const wrongCredentials = problem('wrong-credentials', 401, 'The email address or the password is wrong.')
export const quotaReached = problem('quota-reached', 403, 'A limit of this server is reached.')
export const taskNotFound = problem('task-not-found', 404, 'There is no such task.')
export const tagNotFound = problem('tag-not-found', 404, 'There is no such tag.')
export const tokenNotFound = problem('token-not-found', 404, 'There is no such token.')
export const connectionNotFound = problem('connection-not-found', 404, 'There is no such connection.')
export const reminderNotFound = problem('reminder-not-found', 404, 'There is no such reminder.')
export const deadLetterNotFound = problem('dead-letter-not-found', 404, 'There is no such dead letter.')
export const channelNotFound = problem('channel-not-found', 404, 'There is no such channel.')
export const feedNotFound = problem('feed-not-found', 404, 'There is no such calendar.')
export const conversationNotFound = problem('conversation-not-found', 404, 'There is no such conversation.')
export const taskExists = problem('task-exists', 409, 'A task with this id exists already.')
export const accountExists = problem('account-exists', 409, 'An account with this email address exists already.')
export const taskDeleted = problem('task-deleted', 409, 'The task is deleted: restore it first.')
export const notRepeating = problem('not-repeating', 409, 'The task does not repeat.')
export const alreadyDone = problem('already-done', 409, 'The task is done already.')
export const channelExists = problem('channel-exists', 409, 'This channel exists already.')
export const channelNotConfirmed = problem(
  'channel-not-confirmed',
  409,
  'The channel is not confirmed, or deliveries to it have stopped.',
)
export const wrongConfirmToken = problem('wrong-confirm-token', 409, 'This token does not confirm this channel.')
export const noSuchDoor = problem('no-such-door', 409, 'This kind of channel is not set up on this server.')
export const updatesGone = problem('updates-gone', 410, 'These updates are no longer kept: load everything again.')
export const versionMovedOn = problem('version-moved-on', 412, 'The task has changed since this version.')
export const batchRefused = problem(
  'batch-refused',
  422,
  'One operation of the batch was refused, so none was carried out.',
)
export const importRefused = problem('import-refused', 422, 'One row was refused, so nothing was imported.')
