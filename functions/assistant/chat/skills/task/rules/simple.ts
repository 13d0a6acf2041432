import type { Intention } from '../../intention.ts'

/** Intentions that are a name and nothing else. */
export const simple = (intent: 'plan' | 'tags' | 'undo' | 'help' | 'yes' | 'no' | 'talk') => (): Intention => ({
  intent,
})

/** A pattern with alternatives names the task `which`, `other` or `third`: a group has one name only once. */
export const onWhich =
  (intent: 'complete' | 'reopen' | 'delete' | 'restore') =>
  ({ which, other, third }: Readonly<Record<string, string | undefined>>): Intention | undefined => ({
    intent,
    which: which ?? other ?? third ?? 'it',
  })
