import type { Refusal } from '../../../model/refusal.ts'

/** The reason and the remedy of each refusal that a person can meet; other refusals use the server's own sentence. `number`
 * names the trace of a failure. */
export const problems = {
  offline: 'The server cannot be reached. Try again when you are online.',
  'no-account': 'This needs an account. Sign up or sign in first.',
  'not-supported': 'This browser does not support this.',
  'not-permitted': 'The browser does not allow this. You can allow it in the browser’s settings for this site.',
  'wrong-credentials': 'The email address or the password is wrong.',
  'invalid-client':
    'The server does not know this program, or it wants your browser to open an address that is not its own. Nothing was shared. Start again in the program.',
  'account-exists': 'This email address has an account already. Sign in instead.',
  'invalid-request': 'Some of the values are not valid.',
  'quota-reached': 'A limit of this server is reached. Delete something that you no longer need, then try again.',
  'task-not-found': 'The task was permanently deleted on another device. Discard the change.',
  'task-deleted': 'The task was deleted on another device. Try again to restore it with your change.',
  'already-done': 'The task was completed on another device.',
  'not-repeating': 'The task no longer repeats.',
  'version-moved-on': 'The task was changed on another device at the same time. Try again.',
  'too-large': 'This is too large to send.',
  'too-many-requests': 'Too many attempts. Wait a minute and try again.',
  waitSeconds: (n: number, shown: string) =>
    `Too many attempts. Try again in ${shown} ${n === 1 ? 'second' : 'seconds'}.`,
  waitMinutes: (n: number, shown: string) =>
    `Too many attempts. Try again in ${shown} ${n === 1 ? 'minute' : 'minutes'}.`,
  unavailable: 'The server is busy. Try again in a moment.',
  internal: 'Something went wrong on the server. Try again.',
  number: 'Error number',
} satisfies { [code in Refusal['refused'] | 'number' | 'waitSeconds' | 'waitMinutes']?: unknown }
