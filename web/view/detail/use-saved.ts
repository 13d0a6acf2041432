import { useEffect, useRef } from 'preact/hooks'

/** Long enough to save a word at once instead of letter by letter. */
const pauseMs = 500

/** Saves a value after a pause in typing, when the field loses the focus, and when the page closes. */
export function useSaved<T>(value: T, save: (value: T) => void): { now: () => void } {
  const latest = useRef({ value, save, saved: value })
  latest.current.value = value
  latest.current.save = save
  const now = () => {
    const { value: last, save: keep, saved } = latest.current
    if (last === saved) return
    latest.current.saved = last
    keep(last)
  }
  useEffect(() => {
    const timer = setTimeout(now, pauseMs)
    return () => clearTimeout(timer)
  }, [value])
  useEffect(() => {
    addEventListener('pagehide', now)
    return () => {
      removeEventListener('pagehide', now)
      now()
    }
  }, [])
  return { now }
}
