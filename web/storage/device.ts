import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb'
import type { Filter } from '../model/filter.ts'
import type { Preferences } from '../model/preferences.ts'
import { spaceName } from './space.ts'

/** Data of this device that belongs to no account. */
export interface Device {
  account: { id: string; email?: string } | null
  /** The account's session has ended: nothing is sent or received until the next sign-in. */
  signedOut: boolean
  preferences: Partial<Preferences>
  filters: Filter[]
  /** Ids of dismissed reminders. */
  dismissed: string[]
}

export const emptyDevice: Device = { account: null, signedOut: false, preferences: {}, filters: [], dismissed: [] }

interface DeviceSchema extends DBSchema {
  device: { key: keyof Device; value: Device[keyof Device] }
}

export interface DeviceStore {
  load(): Promise<Device>
  save(patch: Partial<Device>): Promise<void>
  /** Deletes the tasks of an account, or of the device itself, from the device. */
  deleteSpace(account: string | null): Promise<void>
  close(): void
}

export async function openDevice(prefix: string): Promise<DeviceStore> {
  const database = await openDB<DeviceSchema>(`${prefix}zerodue`, 1, {
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
    deleteSpace: account => deleteDB(spaceName(prefix, account)),
    close: () => database.close(),
  }
}

async function load(database: IDBPDatabase<DeviceSchema>): Promise<Device> {
  const read = database.transaction('device').store
  const [keys, values] = await Promise.all([read.getAllKeys(), read.getAll()])
  return { ...emptyDevice, ...Object.fromEntries(keys.map((key, i) => [key, values[i]])) }
}

export function memoryDevice(): DeviceStore {
  let device = emptyDevice
  return {
    load: async () => device,
    async save(patch) {
      device = { ...device, ...patch }
    },
    deleteSpace: async () => {},
    close() {},
  }
}
