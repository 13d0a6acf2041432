import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { functionNames as findFunctions } from '../../../functions/kit/function-names.ts'
import { base, knative, ofKind, readManifests, servicesIn } from './manifests.ts'
import { accountRows, costs } from './wakes.ts'

const functionNames = findFunctions()
const readme = readFileSync(path.join(knative, 'README.md'), 'utf8')
const manifests = readManifests(base)

test('the table in knative/README.md lists everything that can wake a function, and nothing else', () => {
  const rows = readme.split('\n').filter(line => /^\| `[a-z-]+` \| .* \| [\d/]+ \|$/.test(line))
  expect(rows).toEqual(accountRows())
})

test('every function scales to zero, and no scraper keeps it awake', () => {
  const services = servicesIn(manifests)
  expect(services).toHaveLength(functionNames.length)
  for (const { metadata, spec } of services) {
    const { annotations } = spec.template.metadata
    expect(annotations['autoscaling.knative.dev/min-scale'], metadata.name).toBe('0')
    // A scraper of metrics would send requests to functions and keep them awake.
    expect(JSON.stringify(annotations)).not.toContain('prometheus.io')
  }
})

test('daprd sends its function no requests of its own', () => {
  for (const { metadata, spec } of ofKind(manifests, 'Deployment')) {
    const { args } = spec.template.spec.containers[0]
    expect(args, metadata.name).toContain('--disable-init-endpoints=config,subscribe')
    expect(args.join(' '), metadata.name).not.toContain('enable-app-health-check')
  }
})

test('knative/README.md has the computed costs of an hour in which nothing is due', () => {
  const { idle, alwaysOn } = costs()
  const share = ((idle.dollars / alwaysOn.dollars) * 100).toFixed(1)
  const cell = (minutes: number, dollars: number) => `${minutes.toFixed(1)} | $${dollars.toFixed(4)}`
  expect(readme).toContain(`| nothing is due | ${cell(idle.podMinutes, idle.dollars)} | ${share} % |`)
  expect(readme).toContain(`| every function always runs | ${cell(alwaysOn.podMinutes, alwaysOn.dollars)} | 100 % |`)
})
