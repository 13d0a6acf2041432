import type { ComponentType, VNode } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

/**
 * A screen that is loaded when it is first wanted. Nothing turns while it comes: it is there before anybody wonders. One
 * that cannot be had breaks the part of the page that it belongs to, which says so.
 */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => VNode | null {
  let loaded: ComponentType<P> | undefined
  return function Lazy(props: P) {
    const [Screen, setScreen] = useState<ComponentType<P> | undefined>(() => loaded)
    const [failure, setFailure] = useState<{ error: unknown }>()
    // At once: an effect would wait for a frame, which a busy page may be long without.
    useLayoutEffect(() => {
      if (Screen) return
      let wanted = true
      load().then(
        component => {
          loaded = component
          if (wanted) setScreen(() => component)
        },
        error => wanted && setFailure({ error }),
      )
      return () => {
        wanted = false
      }
    }, [])
    if (failure) throw failure.error
    return Screen ? <Screen {...props} /> : null
  }
}
