import path from 'node:path'
import { build, need } from '../../build/tools.ts'
import { cached } from './cached.ts'

/** Knative Serving 1.23. */
const version = 'v0.50.0'

/** Knative's own queue-proxy, which runs before every function in a cluster, built once from the Go module proxy. */
export async function queueProxyBinary(): Promise<string> {
  const folder = await cached(`queue-proxy-${version}`, async making => {
    need('go')
    const env = { CGO_ENABLED: '0', GOBIN: making, GOFLAGS: '-trimpath' }
    await build('go', ['install', '-ldflags', '-s -w', `knative.dev/serving/cmd/queue@${version}`], {
      cwd: making,
      env,
    })
  })
  return path.join(folder, 'queue')
}
