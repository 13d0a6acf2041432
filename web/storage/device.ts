import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Filter } from '../model/filter.ts'
import type { Preferences } from '../model/preferences.ts'
import { spaceName } from './space.ts'

/** What belongs to this device and to no account. */
export interface Device {
  account: { id: string; email?: string } | null
  /** The account's session has ended: nothing can be sent or received until somebody signs in. */
  signedOut: boolean
  preferences: Partial<Preferences>
  filters: Filter[]
  /** Reminders that were seen already. */
  dismissed: string[]
}

export const emptyDevice: Device = { account: null, signedOut: false, preferences: {}, filters: [], dismissed: [] }

interface DeviceSchema extends DBSchema {
  device: { key: keyof Device; value: Device[keyof Device] }
}

export interface DeviceStore {
  load(): Promise<Device>
  save(patch: Partial<Device>): Promise<void>
  /** Takes the tasks of an account, or of the device itself, off the device. */
  forget(account: string | null): Promise<void>
  close(): void
}

export async function openDevice(place: string): Promise<DeviceStore> {
  const database = await openDB<DeviceSchema>(`${place}zerodue`, 1, {
    upgrade: fresh => void fresh.createObjectStore('device'),
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  })
  return {
    load: () => load(database),
    async save(patch) {
      const write = database.transaction('device', 'readwrite')
      for (const [key, value] of Object.entries(patch) as [keyof Device, Device[keyof Device]][])
        await write.store.put(value, key)
      await write.done
    },
    forget: account => deleteDB(spaceName(place, account)),
    close: () => database.close(),
  }
}

async function load(database: IDBPDatabase<DeviceSchema>): Promise<Device> {
  const read = database.transaction('device').store
  const [keys, values] = await Promise.all([read.getAllKeys(), read.getAll()])
  return { ...emptyDevice, ...Object.fromEntries(keys.map((key, i) => [key, values[i]])) }
}

export function memoryDevice(): DeviceStore {
  let kept = emptyDevice
  return {
    load: async () => kept,
    async save(patch) {
      kept = { ...kept, ...patch }
    },
    forget: async () => {},
    close() {},
  }
}
