import { useEffect, useRef } from 'preact/hooks'

/** Long enough that a word is one change and not six. */
const pauseMs = 500

/** Keeps what is typed after a pause, when the field is left, and when the page goes. */
export function useSaved<T>(value: T, save: (value: T) => void): { now: () => void } {
  const latest = useRef({ value, save, kept: value })
  latest.current.value = value
  latest.current.save = save
  const now = () => {
    const { value: last, save: keep, kept } = latest.current
    if (last === kept) return
    latest.current.kept = last
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
