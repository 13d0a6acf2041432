import { computed, signal } from '@preact/signals'
import { format } from './words/spoken.ts'

/** The moment that the screens go by: it moves with the minute, and when somebody comes back to the page. */
export const now = signal(new Date())
export const today = computed(() => format.value.localOf(now.value).date)

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
