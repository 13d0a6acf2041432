import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { createLog } from '../../../functions/kit/log.ts'
import { type RunningSource, startKafkaSource } from '../../../functions/laptop/kafka-source/kafka-source.ts'
import { readSources } from '../../../functions/laptop/kafka-source/manifest.ts'
import { namespace } from '../../ops/deploy/cluster.ts'
import { kinds } from '../../ops/deploy/live.ts'
import { sinksInCluster } from './sinks.ts'

const log = createLog('kafka-source', 'warn')

/**
 * Starts a stand-in for each KafkaSource of the rendered manifests. It delivers to the address that the KafkaSource in the
 * cluster has, and starts again when that changes, as Knative's dispatcher does.
 */
export async function followSources(rendered: string, brokers: string, gateway: string): Promise<() => Promise<void>> {
  const sources = readSources(rendered)
  const connection = { brokers: [brokers] }
  const running = new Map<string, RunningSource & { query: string }>()
  const deliverTo = async (name: string, query: string) => {
    const source = sources.find(one => one.name === name)
    const before = running.get(name)
    if (!source || query === before?.query) return
    await before?.stop()
    const url = `${gateway}/${source.to}${source.path}?${query}`
    running.set(name, { query, ...(await startKafkaSource({ source, url, connection, log })) })
  }
  const sinks = (await sinksInCluster()).filter(({ kind }) => kind === 'KafkaSource')
  await Promise.all(sinks.map(({ name, query }) => deliverTo(name, query)))
  // A watch costs nothing while nothing changes: a poll would compete with the starts that the tests measure.
  let last = Promise.resolve()
  const stopWatching = watchSinks((name, query) => {
    last = last.then(() => deliverTo(name, query)).catch(err => log.warn({ err, outcome: 'not updated' }))
  })
  return async () => {
    stopWatching()
    await last
    await Promise.all([...running.values()].map(source => source.stop()))
  }
}

/** Calls back with the credential of each KafkaSource, and again whenever one changes. */
function watchSinks(changed: (name: string, query: string) => void): () => void {
  const columns = 'custom-columns=:.metadata.name,:.spec.sink.uri'
  const args = ['-n', namespace, 'get', kinds.kafkaSources, '--watch', '--no-headers', '-o', columns]
  let stopped = false
  let child = spawn('kubectl', args)
  const follow = () => {
    createInterface({ input: child.stdout }).on('line', line => {
      const [name = '', uri = ''] = line.trim().split(/\s+/)
      changed(name, uri.split('?')[1] ?? '')
    })
    // The API server ends a watch after a while.
    child.once('exit', () => {
      if (stopped) return
      child = spawn('kubectl', args)
      follow()
    })
  }
  follow()
  return () => {
    stopped = true
    child.kill()
  }
}
