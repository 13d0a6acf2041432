import type { KafkaConnection } from '../../kit/events/publish/kafka-settings.ts'
import type { Log } from '../../kit/log.ts'
import { type RunningSource, startKafkaSource } from './kafka-source.ts'
import type { Source } from './manifest.ts'

interface Wanted {
  sources: Source[]
  connection: KafkaConnection
  /** The event door of a function; absent where that function does not run here. */
  urlOf: (functionName: string) => string | undefined
  log: Log
}

/** One stand-in for each KafkaSource whose function runs here. */
export async function startKafkaSources({ sources, connection, urlOf, log }: Wanted): Promise<RunningSource> {
  const running: RunningSource[] = []
  const stop = async () => void (await Promise.all(running.map(source => source.stop())))
  try {
    await Promise.all(
      sources.map(async source => {
        const url = urlOf(source.to)
        if (url) running.push(await startKafkaSource({ source, url: doorAt(url, source.path), connection, log }))
      }),
    )
  } catch (error) {
    await stop()
    throw error
  }
  return { stop }
}

/** A sink's `uri` is below the address of what it refers to. */
function doorAt(address: string, path: string): string {
  const url = new URL(address)
  if (path !== '/') url.pathname = `${url.pathname.replace(/\/$/, '')}${path}`
  return url.href
}
