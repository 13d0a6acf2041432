import type { Actions } from '../model/client.ts'
import type { Device } from '../storage/device.ts'
import type { ClientSignals } from './client-state.ts'
import type { createJournal } from './journal.ts'
import type { Platform } from './platform.ts'

interface DeviceActionContext {
  platform: Platform
  signals: ClientSignals
  journal: ReturnType<typeof createJournal>
  change: (patch: Partial<Device>) => Promise<void>
}

const mostRemembered = 200

/** Choices that belong to this device; every tab follows them. */
export function deviceActions({
  platform,
  signals: { device, state },
  journal,
  change,
}: DeviceActionContext): Pick<Actions, 'dismiss' | 'prefer' | 'saveFilter' | 'removeFilter'> {
  return {
    dismiss(id) {
      state.notices.value = state.notices.value.filter(notice => notice.id !== id)
      change({ dismissed: [...device.value.dismissed, id].slice(-mostRemembered) })
    },
    prefer: patch => void change({ preferences: { ...device.value.preferences, ...patch } }),
    saveFilter(filter) {
      const { filters } = device.value
      const saved = { ...filter, id: filter.id ?? platform.newId() }
      const isKnown = filters.some(({ id }) => id === saved.id)
      change({ filters: isKnown ? filters.map(one => (one.id === saved.id ? saved : one)) : [...filters, saved] })
      return saved.id
    },
    removeFilter(id) {
      const { filters } = device.value
      const at = filters.findIndex(one => one.id === id)
      const removed = filters[at]
      if (!removed) return journal.add('filter-removed', [])
      change({ filters: filters.toSpliced(at, 1) })
      return journal.add('filter-removed', [], () => {
        const others = device.value.filters.filter(one => one.id !== id)
        change({ filters: others.toSpliced(at, 0, removed) })
      })
    },
  }
}
