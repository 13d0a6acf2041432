import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { daprBinaries } from './dapr-binaries.ts'
import { answers, startServer } from './server.ts'

export interface RealServer {
  stop(): Promise<void>
  /** With SIGKILL. */
  kill(): Promise<void>
  /** At the same address, with the same data. */
  restart(): Promise<void>
}

export interface RealScheduler extends RealServer {
  address: string
}

export interface RealDapr extends RealServer {
  endpoint: string
  grpcPort: number
}

/** Dapr's scheduler, which keeps the jobs. */
export async function startScheduler({ folder }: { folder: string }): Promise<RealScheduler> {
  const { scheduler } = await daprBinaries()
  const [port = 0, client = 0, peer = 0, health = 0, metrics = 0] = await freePorts(5)
  const address = `127.0.0.1:${port}`
  const args = {
    mode: 'standalone',
    port,
    'listen-address': '127.0.0.1',
    'override-broadcast-host-port': address,
    'etcd-data-dir': path.join(folder, 'etcd'),
    'etcd-client-port': client,
    'etcd-initial-cluster': `dapr-scheduler-server-0=http://127.0.0.1:${peer}`,
    'healthz-port': health,
    'healthz-listen-address': '127.0.0.1',
    'metrics-port': metrics,
  }
  const ready = () => answers(`http://127.0.0.1:${health}/healthz`)
  return { address, ...(await keepRunning({ command: scheduler, args, folder, name: 'scheduler', ready })) }
}

export interface DaprOptions {
  appId: string
  appPort: number
  /** The folders of the components, such as dapr-components/. daprd does not read the folders below them. */
  resources: string | string[]
  folder: string
  env?: NodeJS.ProcessEnv
  scheduler?: string
}

/** A real daprd beside an app. It is ready when it can publish and schedule; the app need not listen yet. */
export async function startDapr({ appId, appPort, resources, folder, env, scheduler }: DaprOptions): Promise<RealDapr> {
  const { daprd } = await daprBinaries()
  const [http = 0, grpc = 0, internal = 0, metrics = 0] = await freePorts(4)
  const endpoint = `http://127.0.0.1:${http}`
  const args = {
    'app-id': appId,
    'app-port': appPort,
    'app-channel-address': '127.0.0.1',
    'app-protocol': 'http',
    'dapr-http-port': http,
    'dapr-grpc-port': grpc,
    'dapr-internal-grpc-port': internal,
    'dapr-listen-addresses': '127.0.0.1',
    'metrics-port': metrics,
    'resources-path': [resources].flat().join(','),
    'disable-init-endpoints': 'config,subscribe',
    ...(scheduler && { 'scheduler-host-address': scheduler }),
  }
  const ready = () => answers(`${endpoint}/v1.0/healthz/outbound`)
  return { endpoint, grpcPort: grpc, ...(await keepRunning({ command: daprd, args, folder, name: appId, env, ready })) }
}

export interface AlarmClock {
  dapr: RealDapr
  scheduler: RealScheduler
  stop(): Promise<void>
}

/** A real daprd with a scheduler of its own: together they ring an app when its alarms are due. */
export async function startAlarmClock({
  appId,
  appPort,
  folder,
  env = {},
}: Pick<DaprOptions, 'appId' | 'appPort' | 'folder' | 'env'>): Promise<AlarmClock> {
  const scheduler = await startScheduler({ folder: path.join(folder, 'scheduler') })
  const dapr = await startDapr({
    appId,
    appPort,
    resources: folder,
    folder: path.join(folder, 'dapr'),
    env,
    scheduler: scheduler.address,
  })
  return {
    dapr,
    scheduler,
    async stop() {
      await dapr.stop()
      await scheduler.stop()
    },
  }
}

interface Kept {
  command: string
  args: Record<string, string | number>
  folder: string
  name: string
  env?: NodeJS.ProcessEnv | undefined
  ready: () => Promise<boolean>
}

async function keepRunning({ command, args, folder, name, env, ready }: Kept): Promise<RealServer> {
  mkdirSync(folder, { recursive: true })
  const start = async () => {
    const server = startServer({
      command,
      args: Object.entries(args).flatMap(([option, value]) => [`--${option}`, String(value)]),
      cwd: folder,
      ...(env && { env }),
      log: path.join(folder, `${name}.log`),
    })
    await server.until(ready)
    return server
  }
  let server = await start()
  return {
    stop: () => server.stop(),
    kill: () => server.kill(),
    restart: async () => {
      await server.stop()
      server = await start()
    },
  }
}

const freePorts = (count: number) => Promise.all(Array.from({ length: count }, freePort))
