import { signal } from '@preact/signals'

/** What is searched for: it is still there when somebody comes back from a task. */
export const query = signal('')
