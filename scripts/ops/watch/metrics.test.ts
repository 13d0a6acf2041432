import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../functions/kit/root.ts'
import { latenessBounds } from '../../../functions/kit/telemetry/instruments.ts'
import { type Metric, metrics } from './metrics.ts'
import { watching } from './rules.ts'

const all = Object.entries<Metric>(metrics)
const from = (...sources: Metric['from'][]) => all.filter(([, metric]) => sources.includes(metric.from))

/** Prometheus shows the unit and the kind in the name; the program says them apart. */
const withoutUnit = (name: string) => name.replace(/_total$/, '').replace(/_(seconds|bytes|ratio)$/, '')

test('the list has every instrument of the functions and of the watcher, and no other', () => {
  const files = globSync(['functions/**/*.ts', 'scripts/ops/watch/**/*.ts'], { cwd: root, exclude: ['**/*.test.ts'] })
  const source = files.map(file => readFileSync(path.join(root, file), 'utf8')).join('\n')
  const made = /(?:(?:counter|histogram|createObservable\w+)\(|\[\s*)'([a-z_]+\.[a-z_.]+)',/g
  const names = [...source.matchAll(made)].map(([, name = '']) => name.replaceAll('.', '_'))
  expect([...new Set(names)].sort()).toEqual(
    from('functions', 'watch')
      .map(([name]) => withoutUnit(name))
      .sort(),
  )
})

test('every histogram at whose bounds a rule counts has these bounds', () => {
  const bounds = all.flatMap(([, metric]) => metric.bounds ?? [])
  expect(bounds.length).toBeGreaterThan(0)
  expect(latenessBounds).toEqual(expect.arrayContaining(bounds))
})

test('kube-state-metrics tells all of its metrics that a rule or a dashboard reads', () => {
  const [, allowed = ''] =
    /--metric-allowlist=(\S+)/.exec(readFileSync(path.join(watching, 'kube-state-metrics.yaml'), 'utf8')) ?? []
  const told = allowed.split(',')
  expect(from('kube-state-metrics').filter(([name]) => !told.includes(name))).toEqual([])
})
