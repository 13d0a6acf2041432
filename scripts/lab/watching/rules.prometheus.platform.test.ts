import { expect, test } from 'vitest'
import { watching } from '../../ops/watch/rules.ts'
import { promtool } from '../platform/prometheus.ts'

test('Prometheus accepts every rule', async () => {
  expect(await promtool(['check', 'rules', 'rules.yaml'], watching)).toContain('SUCCESS')
})

test('every alert fires when it must, and is quiet just before that', async () => {
  expect(await promtool(['test', 'rules', 'rules.test.yaml'], watching)).toContain('SUCCESS')
}, 600_000)
