import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { root } from '../../../functions/kit/root.ts'
import { build } from '../../build/tools.ts'
import { collectorBinary } from './collector-binary.ts'
import { answers, type Server, startServer } from './server.ts'

export const collectorConfigs = ['gateway', 'agent'] as const
type Config = (typeof collectorConfigs)[number]

const fileOf = (config: Config) => path.join(root, 'knative', 'components', 'watching', `${config}.config.yaml`)

interface CollectorOptions {
  folder: string
  /** The variables of the configuration, such as TRACES_ENDPOINT. */
  env?: Record<string, string>
}

export interface Collector extends Server {
  /** Where it takes OTLP over HTTP. */
  endpoint: string
  /** The metrics as Prometheus reads them, in OpenMetrics. */
  metrics(): Promise<string>
}

/** The OpenTelemetry Collector with a configuration of knative/components/watching. */
export async function startCollector(config: Config, { folder, env = {} }: CollectorOptions): Promise<Collector> {
  const [command, grpc, http, metrics, health] = await Promise.all([
    collectorBinary(),
    ...Array.from({ length: 4 }, freePort),
  ])
  const server = startServer({
    command,
    args: [`--config=${fileOf(config)}`],
    cwd: folder,
    log: path.join(folder, `${config}.log`),
    env: {
      ...offsetsIn(folder),
      LISTEN: '127.0.0.1',
      OTLP_GRPC_PORT: String(grpc),
      OTLP_HTTP_PORT: String(http),
      METRICS_PORT: String(metrics),
      HEALTH_PORT: String(health),
      ENCODING: 'json',
      ...env,
    },
  })
  await server.until(() => answers(`http://127.0.0.1:${health}`))
  return {
    ...server,
    endpoint: `http://127.0.0.1:${http}`,
    async metrics() {
      const accept = 'application/openmetrics-text; version=1.0.0'
      return (await fetch(`http://127.0.0.1:${metrics}/metrics`, { headers: { accept } })).text()
    },
  }
}

/** Fails with the reason when the collector would refuse the configuration. */
export async function validateConfig(config: Config, folder: string): Promise<void> {
  await build(await collectorBinary(), ['validate', `--config=${fileOf(config)}`], {
    cwd: folder,
    env: offsetsIn(folder),
  })
}

function offsetsIn(folder: string): { OFFSETS: string } {
  const offsets = path.join(folder, 'offsets')
  mkdirSync(offsets, { recursive: true })
  return { OFFSETS: offsets }
}
