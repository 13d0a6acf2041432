import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { watching } from '../../ops/watch/rules.ts'
import { promtool } from '../platform/prometheus.ts'

test('Prometheus accepts its configuration, but for the discovery of nodes, which Debian leaves out of it', async () => {
  const config = parse(readFileSync(path.join(watching, 'prometheus.config.yaml'), 'utf8'))
  for (const job of config.scrape_configs) delete job.kubernetes_sd_configs
  const folder = newFolder()
  writeFileSync(path.join(folder, 'config.yaml'), stringify(config))
  expect(await promtool(['check', 'config', '--syntax-only', 'config.yaml'], folder)).toContain('SUCCESS')
})
