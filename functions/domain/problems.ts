import { problem } from '../kit/core/refusal.ts'

// What is refused because of what was asked for. Together with those of the kit this is every code there is.

export const wrongCredentials = problem('wrong-credentials', 401, 'The email address or the password is wrong.')
export const taskNotFound = problem('task-not-found', 404, 'There is no such task.')
export const tagNotFound = problem('tag-not-found', 404, 'There is no such tag.')
export const tokenNotFound = problem('token-not-found', 404, 'There is no such token.')
export const reminderNotFound = problem('reminder-not-found', 404, 'There is no such reminder.')
export const deadLetterNotFound = problem('dead-letter-not-found', 404, 'There is no such dead letter.')
export const channelNotFound = problem('channel-not-found', 404, 'There is no such channel.')
export const feedNotFound = problem('feed-not-found', 404, 'There is no such calendar.')
export const taskExists = problem('task-exists', 409, 'There is a task with this id already.')
export const accountExists = problem('account-exists', 409, 'There is an account with this email address already.')
export const taskDeleted = problem('task-deleted', 409, 'The task is deleted: restore it first.')
export const notRepeating = problem('not-repeating', 409, 'The task does not repeat.')
export const alreadyDone = problem('already-done', 409, 'The task is done already.')
export const channelExists = problem('channel-exists', 409, 'There is such a channel already.')
export const channelNotConfirmed = problem(
  'channel-not-confirmed',
  409,
  'The channel is not confirmed, or nothing goes there any more.',
)
export const tooManyChannels = problem('too-many-channels', 409, 'There are as many channels as a person may have.')
export const wrongConfirmToken = problem('wrong-confirm-token', 409, 'This token does not confirm this channel.')
export const noSuchDoor = problem('no-such-door', 409, 'This Zerodue cannot send in this way.')
export const notReplayable = problem('not-replayable', 409, 'This dead letter cannot be sent again.')
export const updatesGone = problem(
  'updates-gone',
  410,
  'The updates since then are not kept any more: load everything anew.',
)
export const versionMovedOn = problem('version-moved-on', 412, 'The task has changed since this version.')
export const batchRefused = problem('batch-refused', 422, 'Nothing was done: an operation of the batch was refused.')
export const importRefused = problem('import-refused', 422, 'Nothing was imported: a row was refused.')
