import path from 'node:path'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { queueProxyBinary } from './queue-proxy-binary.ts'
import { startServer } from './server.ts'

export interface QueueProxyOptions {
  folder: string
  /** The port of the function; it need not listen yet. */
  userPort: number
  /** How many requests the function gets at once; 0 means any number. */
  concurrency?: number
  timeoutSeconds?: number
}

export interface QueueProxy {
  address: string
  /** The status of the readiness probe. */
  probe(): Promise<number>
  untilReady(): Promise<void>
  /** Sends SIGTERM, as when its pod ends, and does not wait. */
  terminate(): void
  stop(): Promise<void>
}

/** Knative's own queue-proxy, as it runs before a function in its pod. Some of its ports are fixed: run one at a time. */
export async function startQueueProxy(options: QueueProxyOptions): Promise<QueueProxy> {
  const { folder, userPort, concurrency = 0, timeoutSeconds = 60 } = options
  const [command, port, tls] = await Promise.all([queueProxyBinary(), freePort(), freePort()])
  const address = `http://127.0.0.1:${port}`
  const server = startServer({
    command,
    args: [],
    cwd: folder,
    log: path.join(folder, 'queue-proxy.log'),
    env: {
      CONTAINER_CONCURRENCY: String(concurrency),
      QUEUE_SERVING_PORT: String(port),
      QUEUE_SERVING_TLS_PORT: String(tls),
      USER_PORT: String(userPort),
      REVISION_TIMEOUT_SECONDS: String(timeoutSeconds),
      SERVING_LOGGING_CONFIG: '',
      SERVING_LOGGING_LEVEL: '',
      SERVING_NAMESPACE: 'zerodue',
      SERVING_CONFIGURATION: 'function',
      SERVING_REVISION: 'function-00001',
      SERVING_POD: 'function-00001-pod',
      SERVING_POD_IP: '127.0.0.1',
      SERVING_READINESS_PROBE: JSON.stringify({
        httpGet: { path: '/ready', port: userPort, host: '127.0.0.1', scheme: 'HTTP' },
        successThreshold: 1,
      }),
    },
  })
  const probe = async () => {
    const headers = { 'user-agent': 'kube-probe/1.35', 'k-network-probe': 'queue' }
    const answer = await fetch(address, { headers }).catch(() => undefined)
    await answer?.arrayBuffer()
    return answer?.status ?? 0
  }
  await server.until(async () => (await probe()) > 0)
  return {
    address,
    probe,
    untilReady: () => server.until(async () => (await probe()) === 200),
    terminate: () => server.signal('SIGTERM'),
    stop: () => server.kill(),
  }
}
