import './long-list.css'
import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

const chunkSize = 15

interface Props<T> {
  label: string
  items: readonly T[]
  /** The index of the row with the focus: it stays rendered. */
  keep: number
  row: (item: T, index: number) => VNode
}

/** A list of any length: only chunks near the view are rendered. The other ones keep their height. */
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
    const chunk = ref.current
    if (!chunk) return
    return watch(chunk, (isNear, heightPx) => {
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

/** One observer per scroller reports which chunks are near the view. */
function watch(place: Element, report: Report): () => void {
  const scroller = place.closest('.scroller')
  if (!scroller) throw new Error('LongList needs an ancestor with the class "scroller".')
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
