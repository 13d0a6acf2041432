import './long-list.css'
import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

const chunkSize = 15

interface Props<T> {
  label: string
  items: readonly T[]
  /** Stays rendered wherever it is: the row that the keys are on. */
  keep: number
  row: (item: T, index: number) => VNode
}

/** A list of any length: only what can be seen, and a little more, is there. The rest has its height and nothing else. */
export function LongList<T>({ label, items, keep, row }: Props<T>) {
  const chunks = Math.ceil(items.length / chunkSize)
  return (
    <div role="list" aria-label={label}>
      {Array.from({ length: chunks }, (_, index) => (
        <Chunk
          key={index}
          items={items.slice(index * chunkSize, (index + 1) * chunkSize)}
          offset={index * chunkSize}
          always={Math.floor(keep / chunkSize) === index}
          row={row}
        />
      ))}
    </div>
  )
}

interface ChunkProps<T> {
  items: readonly T[]
  offset: number
  always: boolean
  row: (item: T, index: number) => VNode
}

function Chunk<T>({ items, offset, always, row }: ChunkProps<T>) {
  const ref = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(offset < 2 * chunkSize)
  const [height, setHeight] = useState<number>()
  useEffect(() => {
    const place = ref.current
    if (!place) return
    return watch(place, (isNear, heightPx) => {
      if (!isNear) setHeight(heightPx)
      setNear(isNear)
    })
  }, [])
  const shown = near || always
  const style = shown ? {} : height ? { height: `${height}px` } : { '--rows': items.length }
  return (
    <div ref={ref} role="presentation" class={shown ? 'chunk' : 'chunk empty'} style={style}>
      {shown && items.map((item, index) => row(item, offset + index))}
    </div>
  )
}

type Report = (isNear: boolean, heightPx: number) => void
const reports = new WeakMap<Element, Report>()
const observers = new WeakMap<Element, IntersectionObserver>()

/** One observer for all chunks of a scroller: it tells which are within a screen of what is seen. */
function watch(place: Element, report: Report): () => void {
  const scroller = place.closest('.scroller')
  if (!scroller) throw new Error('A long list stands outside of anything that scrolls.')
  const observer = observers.get(scroller) ?? observe(scroller)
  observers.set(scroller, observer)
  reports.set(place, report)
  observer.observe(place)
  return () => observer.unobserve(place)
}

const observe = (root: Element) =>
  new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting, boundingClientRect } of entries)
        reports.get(target)?.(isIntersecting, boundingClientRect.height)
    },
    { root, rootMargin: '600px 0px' },
  )
