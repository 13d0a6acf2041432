import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { build } from '../../build/tools.ts'
import { debianPackages } from './debian.ts'
import { answers, startServer } from './server.ts'

/** Prometheus and its tool that checks rules, from Debian (19 MB). Both need no other package. */
export async function prometheusBinaries(): Promise<{ prometheus: string; promtool: string }> {
  const folder = await debianPackages('prometheus', ['prometheus'])
  const program = (name: string) => path.join(folder, 'usr', 'bin', name)
  return { prometheus: program('prometheus'), promtool: program('promtool') }
}

/** Runs promtool in a folder and returns its output. It throws with that output when promtool finds a fault. */
export async function promtool(args: string[], cwd: string): Promise<string> {
  return build((await prometheusBinaries()).promtool, args, { cwd })
}

interface Answer {
  status: 'success' | 'error'
  error?: string
  // biome-ignore lint/suspicious/noExplicitAny: each path of Prometheus has a shape of its own.
  data: any
}

/** A series as `query` and `queryRange` answer it. */
export interface Series {
  metric: Record<string, string>
  value?: [seconds: number, text: string]
  values?: [seconds: number, text: string][]
}

export interface Prometheus {
  url: string
  /** Any GET of its API; `path` is the part after `/api/v1/`. */
  get(path: string, parameters?: Record<string, string>): Promise<Answer['data']>
  query(expr: string): Promise<Series[]>
  queryRange(expr: string, range: Range): Promise<Series[]>
  stop(): Promise<void>
}

/** Times in seconds since 1970. */
export interface Range {
  start: number
  end: number
  step: number
}

/** A real Prometheus with this configuration (YAML). It keeps its data in the folder. */
export async function startPrometheus({ folder, config }: { folder: string; config: string }): Promise<Prometheus> {
  const { prometheus } = await prometheusBinaries()
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'prometheus.yml'), config)
  const server = startServer({
    command: prometheus,
    args: [
      '--config.file=prometheus.yml',
      '--storage.tsdb.path=data',
      `--web.listen-address=127.0.0.1:${port}`,
      '--enable-feature=exemplar-storage',
    ],
    cwd: folder,
    log: path.join(folder, 'prometheus.log'),
  })
  const url = `http://127.0.0.1:${port}`
  await server.until(() => answers(`${url}/-/ready`))
  return { ...prometheusAt(url), stop: () => server.stop() }
}

/** The API of a Prometheus that runs already. */
export function prometheusAt(url: string): Omit<Prometheus, 'stop'> {
  const get: Prometheus['get'] = async (path, parameters = {}) => {
    const response = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`)
    const answer = (await response.json()) as Answer
    if (answer.status !== 'success') throw new Error(`${answer.error}: ${parameters.query ?? path}`)
    return answer.data
  }
  return {
    url,
    get,
    query: async query => (await get('query', { query })).result,
    queryRange: async (query, { start, end, step }) =>
      (await get('query_range', { query, start: String(start), end: String(end), step: String(step) })).result,
  }
}
