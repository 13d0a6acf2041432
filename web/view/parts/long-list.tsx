import './long-list.css'
import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

const chunkSize = 15
/** Far from the view a very long list has one element for so many rows. */
const blockSize = 20 * chunkSize

interface Props<T> {
  label: string
  items: readonly T[]
  /** The index of the row with the focus: it stays rendered. */
  keep: number
  row: (item: T, index: number) => VNode
}

/** A list of any length: only the parts near the view are rendered. The other ones keep their height. */
export function LongList<T>({ label, items, keep, row }: Props<T>) {
  return (
    <div role="list" aria-label={label}>
      {cut(items, 0, blockSize, keep).map(block => (
        <Part
          key={block.offset}
          {...block}
          margin={blockMargin}
          content={() =>
            cut(block.items, block.offset, chunkSize, keep).map(chunk => (
              <Part
                key={chunk.offset}
                {...chunk}
                margin={chunkMargin}
                content={() => chunk.items.map((item, index) => row(item, chunk.offset + index))}
              />
            ))
          }
        />
      ))}
    </div>
  )
}

/** Cuts the items into parts of this size. The first item has the index `offset` in the list. */
const cut = <T,>(items: readonly T[], offset: number, size: number, keep: number) =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => {
    const first = offset + index * size
    return {
      items: items.slice(index * size, (index + 1) * size),
      offset: first,
      always: first <= keep && keep < first + size,
    }
  })

interface PartProps<T> {
  items: readonly T[]
  offset: number
  always: boolean
  margin: number
  content: () => VNode[]
}

function Part<T>({ items, offset, always, margin, content }: PartProps<T>) {
  const ref = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(offset < 2 * chunkSize)
  const [height, setHeight] = useState<number>()
  useEffect(() => {
    const chunk = ref.current
    if (!chunk) return
    return watch(chunk, margin, (isNear, heightPx) => {
      if (!isNear) setHeight(heightPx)
      setNear(isNear)
    })
  }, [])
  const shown = near || always
  const style = shown ? {} : height ? { height: `${height}px` } : { '--rows': items.length }
  return (
    <div ref={ref} role="presentation" class={shown ? 'chunk' : 'chunk empty'} style={style}>
      {shown && content()}
    </div>
  )
}

type Report = (isNear: boolean, heightPx: number) => void
const reports = new WeakMap<Element, Report>()
/** In pixels. */
const [chunkMargin, blockMargin] = [600, 3_000]
const observers = new Map<number, WeakMap<Element, IntersectionObserver>>()

/** One observer per scroller and margin reports which parts are near the view. */
function watch(place: Element, margin: number, report: Report): () => void {
  const scroller = place.closest('.scroller')
  if (!scroller) throw new Error('LongList needs an ancestor with the class "scroller".')
  const known = observers.get(margin) ?? new WeakMap()
  observers.set(margin, known)
  const observer: IntersectionObserver = known.get(scroller) ?? observe(scroller, margin)
  known.set(scroller, observer)
  reports.set(place, report)
  observer.observe(place)
  return () => observer.unobserve(place)
}

const observe = (root: Element, margin: number) =>
  new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting, boundingClientRect } of entries)
        reports.get(target)?.(isIntersecting, boundingClientRect.height)
    },
    { root, rootMargin: `${margin}px 0px` },
  )
