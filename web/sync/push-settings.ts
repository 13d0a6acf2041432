import { signal } from '@preact/signals'
import type { Settings } from '../model/client.ts'
import { isRefused } from '../model/refusal.ts'
import { addPushChannel, removePushChannel } from './push-channel.ts'
import { askWithAccount, type RequestContext, refusal } from './requests.ts'

/** Reminders while the client is closed: this browser becomes a channel of the account. */
export function pushSettings(context: RequestContext): Settings['push'] {
  const { push } = context.platform
  const state = signal<'unsupported' | 'blocked' | 'off' | 'on'>('off')
  const look = async () => {
    state.value = await push.state()
  }
  // Another account, or none, may have another state.
  context.state.account.subscribe(() => void look())
  return {
    state,
    async turnOn() {
      const known = await askWithAccount(context, server =>
        server.ask<{ vapidPublicKey: string | null }>('/api/channels'),
      )
      if (isRefused(known)) return known
      if (!known.vapidPublicKey) return refusal('no-such-door')
      const subscription = await push.subscribe(known.vapidPublicKey)
      await look()
      if (!subscription) return refusal(state.value === 'unsupported' ? 'not-supported' : 'not-permitted')
      const added = await askWithAccount(context, server => addPushChannel(server, subscription))
      return isRefused(added) ? added : { done: true }
    },
    async turnOff() {
      await leavePushChannel(context)
      await push.unsubscribe()
      await look()
      return { done: true }
    },
  }
}

/** Removes this browser from the account. Offline it stays until the push service reports the subscription as gone. */
export async function leavePushChannel(context: RequestContext): Promise<void> {
  const subscription = await context.platform.push.subscription()
  if (subscription) await askWithAccount(context, server => removePushChannel(server, subscription))
}
