import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, need } from '../../build/tools.ts'
import { cached } from './cached.ts'

/** The version of knative/components/watching, the newest that the Go module proxy has with all its parts. */
export const version = 'v0.155.0'
const providers = 'v1.61.0'
const core = 'go.opentelemetry.io/collector'
const contrib = 'github.com/open-telemetry/opentelemetry-collector-contrib'

/** The parts that the two configurations use. The published image has all of them, and some hundred others. */
const parts = {
  receivers: [`${core}/receiver/otlpreceiver ${version}`, `${contrib}/receiver/filelogreceiver ${version}`],
  processors: [
    `${core}/processor/batchprocessor ${version}`,
    `${core}/processor/memorylimiterprocessor ${version}`,
    `${contrib}/processor/transformprocessor ${version}`,
    `${contrib}/processor/deltatocumulativeprocessor ${version}`,
  ],
  connectors: [`${contrib}/connector/spanmetricsconnector ${version}`],
  exporters: [`${core}/exporter/otlphttpexporter ${version}`, `${contrib}/exporter/prometheusexporter ${version}`],
  extensions: [
    `${contrib}/extension/healthcheckextension ${version}`,
    `${contrib}/extension/storage/filestorage ${version}`,
  ],
  providers: [
    `${core}/confmap/provider/envprovider ${providers}`,
    `${core}/confmap/provider/fileprovider ${providers}`,
  ],
}
/** Another list of parts makes another collector, so the name of the folder depends on it. */
const listHash = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8)

/** The OpenTelemetry Collector, built once from the Go module proxy, which takes some minutes. */
export async function collectorBinary(): Promise<string> {
  return path.join(await cached(`collector-${version}-${listHash}`, makeBinary), 'collector')
}

async function makeBinary(folder: string): Promise<void> {
  need('go')
  const source = path.join(folder, 'source')
  const list = Object.entries(parts).map(([kind, modules]) => [kind, modules.map(gomod => ({ gomod }))])
  const dist = { name: 'collector', output_path: source, version: version.slice(1) }
  writeFileSync(path.join(folder, 'builder.json'), JSON.stringify({ dist, ...Object.fromEntries(list) }))
  // Its builder writes the program only: to tidy the modules it would need those of their tests too, which the proxy lacks.
  const write = ['--config=builder.json', '--skip-get-modules', '--skip-compilation']
  await build('go', ['run', `${core}/cmd/builder@${version}`, ...write], { cwd: folder })
  const modules = [...Object.values(parts).flat(), `${core}/otelcol ${version}`].map(one => one.replace(' ', '@'))
  await build('go', ['mod', 'init', 'collector'], { cwd: source })
  await build('go', ['get', ...modules], { cwd: source })
  const to = path.join(folder, 'collector')
  await build('go', ['build', '-mod=mod', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', to, '.'], {
    cwd: source,
    env: { CGO_ENABLED: '0' },
  })
  await build('rm', ['-r', source], { cwd: folder })
}
