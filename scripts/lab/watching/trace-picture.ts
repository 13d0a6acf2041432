import type { CollectedSpan } from '../../../functions/kit/testing/collected-spans.ts'

interface Row {
  span: CollectedSpan
  depth: number
  /** In milliseconds since the trace began. */
  at: number
}

/** The spans of each trace as a tree, each trace in the order of time. */
function rowsOf(spans: readonly CollectedSpan[]): Row[] {
  const known = new Set(spans.map(({ spanId }) => spanId))
  const below = Map.groupBy(spans, ({ parentSpanId }) => (parentSpanId && known.has(parentSpanId) ? parentSpanId : ''))
  const rows: Row[] = []
  const add = (span: CollectedSpan, depth: number, began: number): void => {
    rows.push({ span, depth, at: span.from - began })
    for (const child of sorted(below.get(span.spanId))) add(child, depth + 1, began)
  }
  for (const first of sorted(below.get(''))) add(first, 0, first.from)
  return rows
}

const sorted = (spans: readonly CollectedSpan[] = []) => [...spans].sort((one, other) => one.from - other.from)

/** One line for each span, indented below the work that it is a part of. */
export function traceText(spans: readonly CollectedSpan[]): string {
  const lines = rowsOf(spans).map(({ span, depth, at }) => {
    const links = span.links.map(({ traceId, spanId }) => ` → linked to ${traceId.slice(0, 8)}…/${spanId}`).join('')
    const head = depth ? '' : `trace ${span.traceId}\n`
    const took = `${at.toFixed(0).padStart(6)} ms ${(span.to - span.from).toFixed(1).padStart(7)} ms`
    return `${head}${took}  ${'  '.repeat(depth)}${span.service}: ${span.name}${span.failed ? ' (failed)' : ''}${links}`
  })
  return `${lines.join('\n')}\n`
}

const colours = ['#4e79a7', '#f28e2b', '#59a14f', '#b07aa1', '#e15759', '#76b7b2', '#9c755f']
const rowHeight = 22
const left = 520
const width = 1_300

/** The same as an SVG: a bar for each span, on the time of its trace. */
export function tracePicture(spans: readonly CollectedSpan[]): string {
  const rows = rowsOf(spans)
  const services = [...new Set(spans.map(({ service }) => service))]
  const totals = new Map<string, number>()
  for (const { span, at } of rows)
    totals.set(span.traceId, Math.max(totals.get(span.traceId) ?? 1, at + span.to - span.from))
  const bars = rows.map(({ span, depth, at }, row) => {
    const scale = (width - left - 90) / (totals.get(span.traceId) ?? 1)
    const [y, x] = [30 + row * rowHeight, left + at * scale]
    const barWidth = Math.max(2, (span.to - span.from) * scale)
    const colour = colours[services.indexOf(span.service) % colours.length]
    const label = `${span.service}: ${span.name}${span.links.length ? ' ⇠ linked' : ''}`
    return (
      `<text x="${10 + depth * 14}" y="${y + 14}">${escaped(label)}</text>` +
      `<rect x="${x.toFixed(1)}" y="${y + 3}" width="${barWidth.toFixed(1)}" height="14" rx="2" fill="${colour}"/>` +
      `<text x="${(x + barWidth + 4).toFixed(1)}" y="${y + 14}" fill="#666">${(span.to - span.from).toFixed(0)} ms</text>`
    )
  })
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${50 + rows.length * rowHeight}" ` +
    `font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>${bars.join('')}</svg>`
  )
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
