/** The few parts of Grafana's JSON that the dashboards use. */

export interface Query {
  /** PromQL, which may name Grafana's variables. */
  expr: string
  /** How a series is called; `{{label}}` is the value of a label. */
  legend: string
}

export interface Panel {
  title: string
  /** What it shows, and what a bad value means. */
  description: string
  /** One of Grafana's units: s, reqps, percentunit, short, bytes, currencyUSD and so on. */
  unit: string
  queries: Query[]
  /** `lines` by default. A `number` is the newest value, a `table` has a row for each series. */
  kind?: 'lines' | 'number' | 'table'
  stacked?: true
  /** Of the 24 columns. */
  width?: number
  /** From here on the value is red. */
  bad?: number
}

export interface Variable {
  name: string
  label: string
  /** The query for the values to choose from, or the one value that a person may change. */
  query?: string
  value?: string
}

export interface Dashboard {
  uid: string
  title: string
  description: string
  /** How far back it looks: `now-6h`. */
  from: string
  variables?: Variable[]
  /** Panels below the headings of their rows. */
  rows: [heading: string, panels: Panel[]][]
}

const columns = 24
const source = { type: 'prometheus', uid: `\${datasource}` }

/** A dashboard as Grafana reads it from a file. */
export function grafana({ uid, title, description, from, variables = [], rows }: Dashboard): object {
  return {
    uid: `zerodue-${uid}`,
    title: `Zerodue: ${title}`,
    description,
    tags: ['zerodue'],
    schemaVersion: 39,
    version: 1,
    editable: false,
    graphTooltip: 1,
    refresh: '30s',
    timezone: 'browser',
    time: { from, to: 'now' },
    annotations: { list: [] },
    links: [
      {
        type: 'dashboards',
        title: 'Zerodue',
        tags: ['zerodue'],
        asDropdown: false,
        includeVars: false,
        keepTime: true,
      },
    ],
    templating: { list: [chooseSource, ...variables.map(toVariable)] },
    panels: place(rows),
  }
}

const chooseSource = {
  name: 'datasource',
  label: 'Prometheus',
  type: 'datasource',
  query: 'prometheus',
  current: { text: 'Prometheus', value: 'prometheus' },
}

const toVariable = ({ name, label, query, value = '' }: Variable) =>
  query === undefined
    ? { name, label, type: 'textbox', query: value, current: { text: value, value } }
    : {
        name,
        label,
        type: 'query',
        datasource: source,
        query: { query, refId: name },
        refresh: 2,
        sort: 1,
        multi: true,
        includeAll: true,
        allValue: '.*',
        current: { text: ['All'], value: ['$__all'] },
      }

/** Fills each row from the left, and gives every panel an id. */
function place(rows: Dashboard['rows']): object[] {
  const placed: object[] = []
  let y = 0
  for (const [heading, panels] of rows) {
    placed.push({
      id: placed.length + 1,
      type: 'row',
      title: heading,
      collapsed: false,
      gridPos: { x: 0, y: y++, w: columns, h: 1 },
      panels: [],
    })
    let x = 0
    let tallest = 0
    for (const panel of panels) {
      const w = panel.width ?? (panel.kind === 'number' ? 6 : 12)
      const h = panel.kind === 'number' ? 4 : 8
      if (x + w > columns) {
        y += tallest
        x = tallest = 0
      }
      placed.push({ id: placed.length + 1, gridPos: { x, y, w, h }, ...toPanel(panel) })
      x += w
      tallest = Math.max(tallest, h)
    }
    y += tallest
  }
  return placed
}

const types = { lines: 'timeseries', number: 'stat', table: 'table' }

function toPanel({ title, description, unit, queries, kind = 'lines', stacked, bad }: Panel): object {
  const steps = [{ color: 'green', value: null }, ...(bad === undefined ? [] : [{ color: 'red', value: bad }])]
  return {
    type: types[kind],
    title,
    description,
    datasource: source,
    fieldConfig: {
      defaults: {
        unit,
        ...(kind !== 'table' && { min: 0 }),
        thresholds: { mode: 'absolute', steps },
        ...(kind === 'lines' && {
          custom: {
            drawStyle: 'line',
            lineWidth: 1,
            fillOpacity: stacked ? 40 : 8,
            showPoints: 'auto',
            stacking: { mode: stacked ? 'normal' : 'none', group: 'A' },
            thresholdsStyle: { mode: bad === undefined ? 'off' : 'line' },
          },
        }),
      },
      overrides: [],
    },
    options: optionsOf[kind],
    ...(kind === 'table' && {
      transformations: [{ id: 'organize', options: { excludeByName: { Time: true, Value: true, __name__: true } } }],
    }),
    targets: queries.map(({ expr, legend }, place) => ({
      refId: String.fromCharCode(65 + place),
      datasource: source,
      editorMode: 'code',
      expr,
      legendFormat: legend,
      // An example leads from a slow request to its trace.
      exemplar: kind === 'lines' && expr.includes('_bucket'),
      range: kind === 'lines',
      instant: kind !== 'lines',
      format: kind === 'table' ? 'table' : 'time_series',
    })),
  }
}

const optionsOf = {
  lines: {
    legend: { showLegend: true, displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max'] },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  number: {
    reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    colorMode: 'value',
    graphMode: 'none',
    justifyMode: 'auto',
    orientation: 'auto',
    textMode: 'auto',
  },
  table: { showHeader: true, cellHeight: 'sm', footer: { show: false, reducer: ['sum'], countRows: false } },
}
