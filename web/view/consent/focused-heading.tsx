import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'

/** The heading of a page that replaces another one: it takes the focus, and it is the page's title. */
export function FocusedHeading({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => heading.current?.focus(), [])
  useEffect(() => {
    document.title = `${children} · Zerodue`
  }, [children])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  )
}
