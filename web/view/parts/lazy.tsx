import type { ComponentType, VNode } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

/**
 * A component that is loaded at its first use, without a spinner: it arrives within moments. A failed load breaks the
 * nearest error boundary.
 */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => VNode | null {
  let loaded: ComponentType<P> | undefined
  return function Lazy(props: P) {
    const [Screen, setScreen] = useState<ComponentType<P> | undefined>(() => loaded)
    const [failure, setFailure] = useState<{ error: unknown }>()
    // A layout effect: an effect would wait for a frame, which a busy page delays.
    useLayoutEffect(() => {
      if (Screen) return
      let isCurrent = true
      load().then(
        component => {
          loaded = component
          if (isCurrent) setScreen(() => component)
        },
        error => isCurrent && setFailure({ error }),
      )
      return () => {
        isCurrent = false
      }
    }, [])
    if (failure) throw failure.error
    return Screen ? <Screen {...props} /> : null
  }
}
