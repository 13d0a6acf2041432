import type { Connection } from '../model/client.ts'
import type { Notice } from '../model/notice.ts'
import type { Device } from '../storage/device.ts'
import type { Platform } from './platform.ts'

/** What tabs of this device tell one another beside changes of tasks. */
export type TabMessage =
  | { kind: 'device'; patch: Partial<Device> }
  | { kind: 'state'; connection: Connection; loading: boolean }
  | { kind: 'notice'; notice: Notice }
  /** A new tab wants to know how things stand. */
  | { kind: 'hello' }

export interface Tabs {
  tell(message: TabMessage): void
  close(): void
}

export function createTabs(platform: Platform, hear: (message: TabMessage) => void): Tabs {
  const channel = platform.channel(`${platform.place}zerodue`)
  channel.onmessage = ({ data }) => hear(data as TabMessage)
  return {
    tell: message => channel.postMessage(message),
    close() {
      channel.onmessage = null
      channel.close()
    },
  }
}
