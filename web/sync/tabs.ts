import type { Connection } from '../model/client.ts'
import type { Notice } from '../model/notice.ts'
import type { Device } from '../storage/device.ts'
import type { Platform } from './platform.ts'

/** Messages between the tabs of a device, besides changes of tasks. */
export type TabMessage =
  | { kind: 'device'; patch: Partial<Device> }
  | { kind: 'state'; connection: Connection; loading: boolean }
  | { kind: 'notice'; notice: Notice }
  /** A new tab asks for the current state. */
  | { kind: 'hello' }

export interface Tabs {
  broadcast(message: TabMessage): void
  close(): void
}

export function createTabs(platform: Platform, onMessage: (message: TabMessage) => void): Tabs {
  const channel = platform.channel(`${platform.prefix}zerodue`)
  channel.onmessage = ({ data }) => onMessage(data as TabMessage)
  return {
    broadcast: message => channel.postMessage(message),
    close() {
      channel.onmessage = null
      channel.close()
    },
  }
}
