import { computed, signal } from '@preact/signals'
import type { Moment } from '../model/moment.ts'
import { format } from './words/current.ts'

/** The current time of the screens: updated twice a minute and when the page becomes visible. */
export const now = signal(new Date())
export const today = computed(() => format.value.localOf(now.value).date)
/** The same for computing lists. */
export const moment = computed<Moment>(() => ({ now: now.value, today: today.value, zone: format.value.zone }))

export function followTime(): () => void {
  const move = () => {
    now.value = new Date()
  }
  const timer = setInterval(move, 30_000)
  document.addEventListener('visibilitychange', move)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', move)
  }
}
