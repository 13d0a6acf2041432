import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { functionNames as findFunctions } from '../../../functions/kit/function-names.ts'
import { base, knative, ofKind, readManifests, servicesIn } from './manifests.ts'
import { accountRows, costs } from './wakes.ts'

const functionNames = findFunctions()
const readme = readFileSync(path.join(knative, 'README.md'), 'utf8')
const manifests = readManifests(base)

test('the account in the README names everything that can wake a function, and nothing else', () => {
  const told = readme.split('\n').filter(line => /^\| `[a-z-]+` \| .* \| [\d/]+ \|$/.test(line))
  expect(told).toEqual(accountRows())
})

test('every function goes to zero: none is kept, and none is asked but by what the account names', () => {
  const services = servicesIn(manifests)
  expect(services).toHaveLength(functionNames.length)
  for (const { metadata, spec } of services) {
    const { annotations } = spec.template.metadata
    expect(annotations['autoscaling.knative.dev/min-scale'], metadata.name).toBe('0')
    // A scraper that asks functions for their metrics would keep them awake.
    expect(JSON.stringify(annotations)).not.toContain('prometheus.io')
  }
})

test('daprd asks its function nothing by itself', () => {
  for (const { metadata, spec } of ofKind(manifests, 'Deployment')) {
    const { args } = spec.template.spec.containers[0]
    expect(args, metadata.name).toContain('--disable-init-endpoints=config,subscribe')
    expect(args.join(' '), metadata.name).not.toContain('enable-app-health-check')
  }
})

test('an hour in which nothing is due costs what the README says', () => {
  const { idle, alwaysOn } = costs()
  const share = ((idle.dollars / alwaysOn.dollars) * 100).toFixed(1)
  const said = (minutes: number, dollars: number) => `${minutes.toFixed(1)} | $${dollars.toFixed(4)}`
  expect(readme).toContain(`| nothing is due | ${said(idle.podMinutes, idle.dollars)} | ${share} % |`)
  expect(readme).toContain(`| every function always runs | ${said(alwaysOn.podMinutes, alwaysOn.dollars)} | 100 % |`)
})
