import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, need } from '../../build/tools.ts'
import { cached } from './cached.ts'

/** The version in knative/components/watching, of which the Go module proxy has every part: of newer ones it lacks two. */
const version = 'v0.155.0'
const core = 'go.opentelemetry.io/collector'
const contrib = 'github.com/open-telemetry/opentelemetry-collector-contrib'

/** The parts that the two configurations use. The published image has all of them, and some hundred others. */
const parts = {
  receivers: [`${core}/receiver/otlpreceiver`, `${contrib}/receiver/filelogreceiver`],
  processors: [
    `${core}/processor/batchprocessor`,
    `${core}/processor/memorylimiterprocessor`,
    `${contrib}/processor/transformprocessor`,
    `${contrib}/processor/deltatocumulativeprocessor`,
  ],
  connectors: [`${contrib}/connector/spanmetricsconnector`],
  exporters: [`${core}/exporter/otlphttpexporter`, `${contrib}/exporter/prometheusexporter`],
  extensions: [`${contrib}/extension/healthcheckextension`, `${contrib}/extension/storage/filestorage`],
}

const manifest = (folder: string) => ({
  dist: { name: 'collector', output_path: path.join(folder, 'source'), version: version.slice(1) },
  ...Object.fromEntries(
    Object.entries(parts).map(([kind, modules]) => [kind, modules.map(one => ({ gomod: `${one} ${version}` }))]),
  ),
})

/** The OpenTelemetry Collector, built once from the Go module proxy by its own builder, which takes some minutes. */
export async function collectorBinary(): Promise<string> {
  const folder = await cached(`collector-${version}`, async making => {
    need('go')
    const file = path.join(making, 'builder.json')
    writeFileSync(file, JSON.stringify(manifest(making)))
    await build('go', ['run', `${core}/cmd/builder@${version}`, `--config=${file}`], {
      cwd: making,
      env: { CGO_ENABLED: '0', GOFLAGS: '-trimpath -buildvcs=false' },
    })
    await build('mv', ['source/collector', 'collector'], { cwd: making })
    await build('rm', ['-r', 'source'], { cwd: making })
  })
  return path.join(folder, 'collector')
}
