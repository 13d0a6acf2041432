import { history } from '../skills/audit/steps.ts'
import type { Intention } from '../skills/intention.ts'
import { preview, repeat, skip, unrepeat } from '../skills/recurring/steps.ts'
import { remind, snooze, unremind } from '../skills/reminder/steps.ts'
import { add, find, finish, list, move, note, rate, rename, summarize, tag } from '../skills/task/steps.ts'
import type { Reading } from './ground.ts'
import { calls, type Step, tell } from './step.ts'

/** What an intention leads to. `undefined`: it does not hold, and another reading may. */
export async function nextStep(intention: Intention, reading: Reading): Promise<Step | undefined> {
  switch (intention.intent) {
    case 'add':
      return add(intention, reading)
    case 'list':
      return list(intention, reading)
    case 'find':
      return find(intention)
    case 'complete':
    case 'reopen':
    case 'delete':
    case 'restore':
      return finish(intention, reading)
    case 'move':
      return move(intention, reading)
    case 'rename':
      return rename(intention, reading)
    case 'note':
      return note(intention, reading)
    case 'tag':
      return tag(intention, reading)
    case 'priority':
      return rate(intention, reading)
    case 'summary':
      return summarize(intention.period)
    case 'plan':
      return summarize('today')
    case 'tags':
      return calls('list_tags', {})
    case 'remind':
      return remind(intention, reading)
    case 'unremind':
      return unremind(intention, reading)
    case 'snooze':
      return snooze(intention, reading)
    case 'reminders':
      return calls('list_reminders', {})
    case 'repeat':
      return repeat(intention, reading)
    case 'unrepeat':
      return unrepeat(intention, reading)
    case 'skip':
      return skip(intention, reading)
    case 'preview':
      return preview(intention, reading)
    case 'recurring':
      return calls('list_recurring_tasks', {})
    case 'history':
      return history(intention, reading)
    case 'undo':
      return { kind: 'undo' }
    case 'yes':
      return { kind: 'yes' }
    case 'no':
      return { kind: 'no' }
    case 'help':
    case 'talk':
      return tell(intention.intent)
  }
}
