import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** Without a touch screen, ten thousand rows need no listeners. */
const hasTouch = typeof matchMedia !== 'undefined' && matchMedia('(any-pointer: coarse)').matches
/** The least distance of a swipe. */
const farPx = 88
/** Below this distance it may still be a scroll. */
const slackPx = 12

interface Ways {
  /** In the direction of text: to the right in English. */
  onEnd: () => void
  onStart: () => void
}

/** Lets a finger swipe a row sideways. A mouse drags instead. */
export function useSwipe(ref: RefObject<HTMLElement | null>, ways: Ways): void {
  const latest = useRef(ways)
  latest.current = ways
  useEffect(() => {
    const row = ref.current
    const body = row?.querySelector<HTMLElement>('.row-body')
    if (!row || !body || !hasTouch) return
    let start: { x: number; y: number; id: number } | null = null
    let moved = 0
    let swiped = false

    const direction = () => (getComputedStyle(row).direction === 'rtl' ? -1 : 1)
    const down = (event: PointerEvent) => {
      swiped = false
      if (event.pointerType === 'touch') start = { x: event.clientX, y: event.clientY, id: event.pointerId }
    }
    const move = (event: PointerEvent) => {
      if (!start || event.pointerId !== start.id) return
      const [x, y] = [event.clientX - start.x, event.clientY - start.y]
      if (moved === 0 && Math.abs(x) < slackPx) {
        if (Math.abs(y) > slackPx) start = null
        return
      }
      if (moved === 0) body.setPointerCapture(event.pointerId)
      moved = x || 1
      row.dataset.swiping = x * direction() > 0 ? 'end' : 'start'
      body.style.transform = `translateX(${x}px)`
    }
    const up = (event: PointerEvent) => {
      const far = moved * direction()
      swiped = moved !== 0
      reset()
      if (event.type === 'pointercancel') return
      if (far > farPx) latest.current.onEnd()
      if (far < -farPx) latest.current.onStart()
    }
    const reset = () => {
      start = null
      moved = 0
      body.style.transform = ''
      delete row.dataset.swiping
    }
    // A swipe must not click the element under the finger.
    const click = (event: MouseEvent) => {
      if (!swiped) return
      event.preventDefault()
      event.stopPropagation()
    }
    body.addEventListener('pointerdown', down)
    body.addEventListener('pointermove', move)
    body.addEventListener('pointerup', up)
    body.addEventListener('pointercancel', up)
    body.addEventListener('click', click, true)
    return () => {
      body.removeEventListener('pointerdown', down)
      body.removeEventListener('pointermove', move)
      body.removeEventListener('pointerup', up)
      body.removeEventListener('pointercancel', up)
      body.removeEventListener('click', click, true)
    }
  }, [])
}
