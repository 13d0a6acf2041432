import type { Panel } from '../../ops/watch/grafana.ts'
import type { Range } from '../platform/prometheus.ts'

/** A series with its name, as a line of a panel. */
export interface Drawn {
  name: string
  points: { seconds: number; value: number }[]
}

const colours = ['#2f6fdb', '#d9662b', '#2a9d5c', '#a44fc4', '#c73b4f', '#1aa0b0', '#8a7a12', '#5b6470']
const colour = (place: number) => colours[place % colours.length]
/** A legend of more lines would be longer than its panel. */
const longestLegend = 8

/** A panel as HTML: its newest values as a number or a list, or its lines as an SVG. */
export function drawPanel({ title, unit, kind = 'lines', width, bad }: Panel, all: Drawn[], range: Range): string {
  const pixels = Math.floor(((width ?? (kind === 'number' ? 6 : 12)) / 24) * 1392) - 8
  const drawn = all.map(one => ({ ...one, points: one.points.filter(({ value }) => Number.isFinite(value)) }))
  const newest = ({ points }: Drawn) => points.at(-1)?.value
  const some = drawn.filter(({ points }) => points.length)
  const body = !some.length
    ? '<p class="nothing">no data</p>'
    : kind === 'number'
      ? `<div class="big">${some.map(one => inUnit(newest(one) ?? 0, unit)).join(', ')}</div>`
      : kind === 'table'
        ? some.map(one => `<div>${escaped(one.name)}</div>`).join('')
        : lines(some, range, unit, pixels - 22, bad)
  return `<div class="panel" style="width:${pixels}px"><h3>${escaped(title)}</h3>${body}</div>`
}

function lines(drawn: Drawn[], { start, end }: Range, unit: string, width: number, bad?: number): string {
  const height = 130
  const left = 62
  const values = drawn.flatMap(({ points }) => points.map(({ value }) => value))
  const low = Math.min(0, ...values)
  const most = Math.max(0, ...values)
  // Where all values are 0, they are a line at the bottom.
  const top = most > low ? most : 1
  const x = (seconds: number) => (left + ((seconds - start) / (end - start)) * (width - left)).toFixed(1)
  const y = (value: number) => (height - ((value - low) / (top - low)) * (height - 12)).toFixed(1)
  const paths = drawn.map(({ points }, place) => {
    const path = points.map(({ seconds, value }) => `${x(seconds)},${y(value)}`)
    // A single point has no line.
    const dot = path.length === 1 ? `<circle cx="${path[0]?.split(',')[0]}" cy="${path[0]?.split(',')[1]}" r="2"/>` : ''
    return `<g fill="${colour(place)}" stroke="${colour(place)}">${dot}<polyline fill="none" stroke-width="1.5" points="${path.join(' ')}"/></g>`
  })
  const limit =
    bad !== undefined && bad <= top
      ? `<line x1="${left}" x2="${width}" y1="${y(bad)}" y2="${y(bad)}" stroke="#c73b4f" stroke-dasharray="4 3"/>`
      : ''
  const scale = [low, (low + top) / 2, top].map(
    value =>
      `<text x="${left - 6}" y="${Number(y(value)) + 3}" text-anchor="end">${inUnit(value, unit)}</text><line x1="${left}" x2="${width}" y1="${y(value)}" y2="${y(value)}" stroke="#e6e8ea"/>`,
  )
  const time = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 19)
  const times = `<text x="${left}" y="${height + 13}">${time(start)}</text><text x="${width}" y="${height + 13}" text-anchor="end">${time(end)}</text>`
  const legend = drawn
    .slice(0, longestLegend)
    .map(
      ({ name, points }, place) =>
        `<div><b style="background:${colour(place)}"></b>${escaped(name)} ${inUnit(points.at(-1)?.value ?? 0, unit)}</div>`,
    )
  const more = drawn.length > longestLegend ? `<div>and ${drawn.length - longestLegend} more</div>` : ''
  return `<svg width="${width}" height="${height + 16}">${scale.join('')}${limit}${paths.join('')}${times}</svg><div class="legend">${legend.join('')}${more}</div>`
}

/** A value in one of the units of the panels, short. */
export function inUnit(value: number, unit: string): string {
  const short = (number: number) => String(Number(number.toPrecision(3)))
  if (unit === 'percentunit') return `${short(value * 100)} %`
  if (unit === 'currencyUSD') return `$${short(value)}`
  if (unit === 'reqps' || unit === 'ops') return `${short(value)}/s`
  if (unit === 'bytes') return value >= 2 ** 30 ? `${short(value / 2 ** 30)} GiB` : `${short(value / 2 ** 20)} MiB`
  if (unit === 's' && Math.abs(value) < 1) return `${short(value * 1000)} ms`
  if (unit === 's' && Math.abs(value) >= 172_800) return `${short(value / 86_400)} d`
  return `${short(value)}${unit === 's' ? ' s' : ''}`
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
