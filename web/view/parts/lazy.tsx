import type { ComponentType, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** A screen that is loaded when it is first wanted. Nothing turns while it comes: it is there before anybody wonders. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): (props: P) => VNode | null {
  let loaded: ComponentType<P> | undefined
  return function Lazy(props: P) {
    const [Screen, setScreen] = useState<ComponentType<P> | undefined>(() => loaded)
    useEffect(() => {
      if (Screen) return
      let wanted = true
      void load().then(component => {
        loaded = component
        if (wanted) setScreen(() => component)
      })
      return () => {
        wanted = false
      }
    }, [])
    return Screen ? <Screen {...props} /> : null
  }
}
