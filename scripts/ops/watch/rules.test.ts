import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { slug } from './headings.ts'
import { metrics, seriesNames } from './metrics.ts'
import { namesIn } from './names-in-query.ts'
import { alerts, recordings, runbook, watching } from './rules.ts'

interface Case {
  name: string
  promql_expr_test: { expr: string; exp_samples: object[] }[]
}

const { tests }: { tests: Case[] } = parse(readFileSync(path.join(watching, 'rules.test.yaml'), 'utf8'))
const casesOf = (alert: string) =>
  tests.flatMap(one => one.promql_expr_test).filter(({ expr }) => expr.includes(`alertname="${alert}"`))

const sections = new Map(
  runbook()
    .split(/^## /m)
    .slice(1)
    .map(text => [slug(text.slice(0, text.indexOf('\n'))), text]),
)

describe.each(alerts)('the alert $alert', ({ alert, expr, labels, annotations }) => {
  test('fires in one case of rules.test.yaml and is quiet in another', () => {
    const fires = casesOf(alert).map(({ exp_samples }) => exp_samples.length > 0)
    expect(new Set(fires)).toEqual(new Set([true, false]))
  })

  test('has a severity, and says in words what happens and what it means', () => {
    expect(['critical', 'warning']).toContain(labels.severity)
    expect(annotations.summary.length).toBeGreaterThan(20)
    expect(annotations.description).toMatch(/\.$/)
  })

  test('names the part of the runbook that says what to do', () => {
    const [file, anchor = ''] = annotations.runbook.split('#')
    expect(file).toBe('knative/runbook.md')
    expect(sections.get(anchor)).toContain(`\`${alert}\``)
  })

  test('reads only metrics that exist', () => {
    const known = new Set([...seriesNames(), ...recordings.map(({ record }) => record)])
    expect(namesIn(expr).filter(name => !known.has(name))).toEqual([])
  })
})

test('the alerts have different names', () => {
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length)
})

test('every rule that is recorded reads only metrics that exist', () => {
  const known = new Set([...seriesNames(), ...recordings.map(({ record }) => record)])
  expect(recordings.flatMap(({ expr }) => namesIn(expr)).filter(name => !known.has(name))).toEqual([])
})

test('every bound at which a rule counts is one that the metric needs', () => {
  const counted = [...alerts, ...recordings].flatMap(({ expr }) =>
    [...expr.matchAll(/(\w+)_bucket\{[^}]*le=~"(\d+)/g)].map(([, name, bound]) => ({ name, bound: Number(bound) })),
  )
  expect(counted.length).toBeGreaterThan(0)
  for (const { name, bound } of counted)
    expect(Object.entries(metrics).find(([key]) => key === name)?.[1]).toMatchObject({
      bounds: expect.arrayContaining([bound]),
    })
})
