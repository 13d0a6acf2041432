import { describe, expect, test } from 'vitest'
import { dashboards, filledIn, queriesOf } from './dashboards.ts'
import { grafana } from './grafana.ts'
import { seriesNames } from './metrics.ts'
import { namesIn } from './names-in-query.ts'
import { recordings } from './rules.ts'

interface Drawn {
  uid: string
  schemaVersion: number
  templating: { list: { name: string }[] }
  panels: {
    id: number
    type: string
    title: string
    description: string
    gridPos: { x: number; y: number; w: number; h: number }
    datasource: object
    fieldConfig: { defaults: { unit: string } }
    targets: { expr: string; legendFormat: string; exemplar: boolean; datasource: object }[]
  }[]
}

const source = { type: 'prometheus', uid: `\${datasource}` }

test('every dashboard has an address of its own', () => {
  expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length)
})

describe.each(dashboards)('the dashboard $title', dashboard => {
  const drawn = grafana(dashboard) as Drawn
  const panels = drawn.panels.filter(({ type }) => type !== 'row')

  test('is of a version that Grafana 10 and newer read, with a choice of the data source', () => {
    expect(drawn.schemaVersion).toBeGreaterThanOrEqual(39)
    expect(drawn.templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource', query: 'prometheus' })
    for (const { datasource, targets } of panels)
      expect([datasource, ...targets.map(one => one.datasource)]).toEqual(Array(targets.length + 1).fill(source))
  })

  test('says of each panel what it shows, in which unit, with a name for each line', () => {
    for (const { title, description, fieldConfig, targets } of panels) {
      expect(description, title).toMatch(/[A-Za-z0-9].{10,}\.$/s)
      expect(fieldConfig.defaults.unit, title).toMatch(/^(s|short|ops|reqps|percentunit|bytes|currencyUSD)$/)
      expect(targets.length, title).toBeGreaterThan(0)
      for (const { legendFormat } of targets) expect(legendFormat, title).not.toBe('')
    }
  })

  test('has panels with different ids that lie side by side and never on each other', () => {
    expect(new Set(drawn.panels.map(({ id }) => id)).size).toBe(drawn.panels.length)
    const taken = new Set<string>()
    for (const { title, gridPos } of drawn.panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x} ${y}`), title).toBe(false)
          taken.add(`${x} ${y}`)
        }
    }
  })

  test('shows examples, which lead to traces, in every picture of a histogram', () => {
    const histograms = panels.flatMap(({ type, targets }) =>
      type === 'timeseries' ? targets.filter(({ expr }) => expr.includes('_bucket')) : [],
    )
    expect(histograms.filter(({ exemplar }) => !exemplar)).toEqual([])
  })

  test('reads only metrics that exist', () => {
    const known = new Set([...seriesNames(), ...recordings.map(({ record }) => record)])
    const read = queriesOf(dashboard).flatMap(({ expr }) => namesIn(filledIn(expr, dashboard)))
    expect(read.length).toBeGreaterThan(0)
    expect(read.filter(name => !known.has(name))).toEqual([])
  })
})

test('every metric is in a dashboard, in a rule or in an alert', () => {
  const shown = new Set(
    dashboards.flatMap(dashboard => queriesOf(dashboard).flatMap(({ expr }) => namesIn(filledIn(expr, dashboard)))),
  )
  const bySeries = [...seriesNames()].filter(name => !/_(sum|count|bucket)$/.test(name))
  // Only the alert reads it, for a backup that has never succeeded.
  expect(bySeries.filter(name => !shown.has(name) && name !== 'kube_cronjob_created')).toEqual([])
})
