import { signal } from '@preact/signals'
import type { Settings } from '../model/client.ts'
import { isRefused } from '../model/refused.ts'
import { type Asking, answerOf, no } from './asking.ts'
import { addPushChannel, removePushChannel } from './push-channel.ts'

/** Reminders while the client is closed: this browser becomes a channel of the account. */
export function pushSettings(asking: Asking): Settings['push'] {
  const { push } = asking.platform
  const state = signal<'unsupported' | 'blocked' | 'off' | 'on'>('off')
  const look = async () => {
    state.value = await push.state()
  }
  // With another account, or none, it is another question.
  asking.shown.account.subscribe(() => void look())
  return {
    state,
    async turnOn() {
      const known = await answerOf(asking, server => server.ask<{ vapidPublicKey: string | null }>('/api/channels'))
      if (isRefused(known)) return known
      if (!known.vapidPublicKey) return no('no-such-door')
      const subscription = await push.subscribe(known.vapidPublicKey)
      await look()
      if (!subscription) return no(state.value === 'unsupported' ? 'not-supported' : 'not-permitted')
      const added = await answerOf(asking, server => addPushChannel(server, subscription))
      return isRefused(added) ? added : { done: true }
    },
    async turnOff() {
      await leavePushChannel(asking)
      await push.unsubscribe()
      await look()
      return { done: true }
    },
  }
}

/** Takes this browser off the account. Offline it stays there until the push service says that it is gone. */
export async function leavePushChannel(asking: Asking): Promise<void> {
  const subscription = await asking.platform.push.subscription()
  if (subscription) await answerOf(asking, server => removePushChannel(server, subscription))
}
