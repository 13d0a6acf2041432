// `node scripts/lab/watching/draw.ts DASHBOARD PICTURE.png [--prometheus=URL] [--minutes=60]`: draws the answers of a Prometheus to every
// query of a dashboard, without a Grafana.
import { parseArgs } from 'node:util'
import { startBrowser } from '../../../web/e2e/browser.ts'
import { dashboards, filledIn } from '../../ops/watch/dashboards.ts'
import type { Dashboard, Panel } from '../../ops/watch/grafana.ts'
import { type Prometheus, prometheusAt, type Range } from '../platform/prometheus.ts'
import { type Drawn, drawPanel } from './picture.ts'

/** Writes a picture (PNG) of a dashboard as it was in this range of time. */
export async function draw(
  dashboard: Dashboard,
  prometheus: Pick<Prometheus, 'queryRange'>,
  range: Range,
  picture: string,
): Promise<void> {
  const rows = await Promise.all(
    dashboard.rows.map(async ([heading, panels]) => {
      const drawn = await Promise.all(
        panels.map(async panel => drawPanel(panel, await answersTo(panel, dashboard, prometheus, range), range)),
      )
      return `<h2>${heading}</h2><div class="row">${drawn.join('')}</div>`
    }),
  )
  const browser = await startBrowser()
  const page = await browser.newPage({ viewport: { width: 1440, height: 400 } })
  await page.setContent(
    `<style>${style}</style><h1>${dashboard.title}</h1><p>${dashboard.description}</p>${rows.join('')}`,
  )
  await page.screenshot({ path: picture, fullPage: true })
  await browser.close()
}

async function answersTo(
  panel: Panel,
  dashboard: Dashboard,
  prometheus: Pick<Prometheus, 'queryRange'>,
  range: Range,
): Promise<Drawn[]> {
  const answers = await Promise.all(
    panel.queries.map(async ({ expr, legend }) => {
      const query = filledIn(expr, dashboard, `${Math.max(60, 4 * range.step)}s`)
      const series = await prometheus.queryRange(query, range)
      return series.map(({ metric, values = [] }) => ({
        name: legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => metric[label] ?? ''),
        points: values.map(([seconds, text]) => ({ seconds, value: Number(text) })),
      }))
    }),
  )
  return answers.flat()
}

const style = `
  body { font: 13px/1.4 system-ui, sans-serif; margin: 24px; background: #f4f5f6; color: #1f2328 }
  h1 { margin: 0 } h2 { font-size: 15px; margin: 18px 0 6px }
  .row { display: flex; flex-wrap: wrap; gap: 8px }
  .panel { background: #fff; border: 1px solid #d8dce0; border-radius: 4px; padding: 8px 10px; box-sizing: border-box }
  .panel h3 { font-size: 13px; margin: 0 0 4px } .big { font-size: 30px } .legend { font-size: 11px; color: #57606a }
  .legend b { display: inline-block; width: 9px; height: 9px; margin-right: 4px } .nothing { color: #8c959f }
  svg text { font-size: 10px; fill: #57606a }`

if (import.meta.main) {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      prometheus: { type: 'string', default: 'http://localhost:9090' },
      minutes: { type: 'string', default: '60' },
    },
  })
  const [name, picture] = positionals
  const dashboard = dashboards.find(({ uid }) => uid === name)
  if (!dashboard || !picture)
    throw new Error(`Name a dashboard (${dashboards.map(({ uid }) => uid).join(', ')}) and a file for its picture.`)
  const end = Math.floor(Date.now() / 1000)
  const seconds = Number(values.minutes) * 60
  const range = { start: end - seconds, end, step: Math.max(1, Math.round(seconds / 240)) }
  await draw(dashboard, prometheusAt(values.prometheus), range, picture)
  console.log(picture)
}
