import type { Refusal } from '../../../model/refusal.ts'

/** What happened and what to do, for the refusals that a person can meet; the server's own sentence for the rest. */
export const problems = {
  other: (detail: string) => detail,
  offline: 'The server cannot be reached. Try again when you are online.',
  'no-account': 'This needs an account. Sign up or sign in first.',
  'not-supported': 'This browser cannot do this.',
  'not-permitted': 'The browser does not allow it. Its settings for this site can.',
  'wrong-credentials': 'The email address or the password is wrong.',
  'account-exists': 'There is an account with this email address. Sign in instead.',
  'invalid-request': 'Something in it is not as it must be.',
  'task-not-found': 'The task was deleted for good elsewhere. Let the change go.',
  'task-deleted': 'The task was deleted elsewhere. Restore it, then try again.',
  'already-done': 'The task was completed elsewhere.',
  'not-repeating': 'The task does not repeat any more.',
  'version-moved-on': 'The task was changed elsewhere at the same time. Try again.',
  'too-large': 'It is too large to be sent.',
  'too-many-requests': 'That was very often. Wait a minute and try again.',
  waitSeconds: (n: number, shown: string) =>
    `That was very often. Try again in ${shown} ${n === 1 ? 'second' : 'seconds'}.`,
  waitMinutes: (n: number, shown: string) =>
    `That was very often. Try again in ${shown} ${n === 1 ? 'minute' : 'minutes'}.`,
  unavailable: 'The server is busy. Try again in a moment.',
  internal: 'Something went wrong on the server. Try again.',
} satisfies { [code in Refusal['refused'] | 'other' | 'waitSeconds' | 'waitMinutes']?: unknown }
