import type { Actions } from '../model/client.ts'
import type { Device } from '../storage/device.ts'
import type { Platform } from './platform.ts'
import type { ShownState } from './shown.ts'

interface DeviceActing {
  platform: Platform
  shown: ShownState
  change: (patch: Partial<Device>) => Promise<void>
}

const mostRemembered = 200

/** What a person settles on this device, for every tab of it. */
export function deviceActions({
  platform,
  shown: { device, state },
  change,
}: DeviceActing): Pick<Actions, 'dismiss' | 'prefer' | 'saveFilter' | 'removeFilter'> {
  return {
    dismiss(id) {
      state.notices.value = state.notices.value.filter(notice => notice.id !== id)
      change({ dismissed: [...device.value.dismissed, id].slice(-mostRemembered) })
    },
    prefer: patch => void change({ preferences: { ...device.value.preferences, ...patch } }),
    saveFilter(filter) {
      const id = filter.id ?? platform.newId()
      const others = device.value.filters.filter(one => one.id !== id)
      change({ filters: [...others, { ...filter, id }] })
      return id
    },
    removeFilter: id => void change({ filters: device.value.filters.filter(one => one.id !== id) }),
  }
}
