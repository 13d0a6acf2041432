import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { root } from '../../../functions/kit/root.ts'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { base, knative, readManifests } from '../knative/manifests.ts'
import { slug } from './headings.ts'
import { runbook } from './rules.ts'

const text = runbook()
const all = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))]
const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => slug(heading))

test('every script of the runbook exists', () => {
  const scripts = all(/\b(scripts\/[\w/.-]*\w)/g)
  expect(scripts.length).toBeGreaterThan(2)
  expect(scripts.filter(file => !existsSync(path.join(root, file)))).toEqual([])
})

test('every npm script of the runbook exists', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  expect(all(/npm run ([\w:-]+)/g).filter(name => !(name in scripts))).toEqual([])
})

test('every path that the runbook asks is in the OpenAPI document, with that method', () => {
  const { paths } = JSON.parse(readFileSync(path.join(root, 'schemas/openapi.json'), 'utf8'))
  const asked = [...text.matchAll(/curl (.*?)"\$[A-Z]+(\/[^"?]*)/g)].map(([, options = '', asked = '']) => ({
    method: options.includes('-X POST') ? 'post' : 'get',
    path: asked.replace('$ID', '{id}'),
  }))
  expect(asked.length).toBeGreaterThan(8)
  expect(asked.filter(one => !paths[one.path]?.[one.method])).toEqual([])
})

test('every link of the runbook leads to a heading or a file', () => {
  for (const link of all(/\]\(([^)]*)\)/g)) {
    const [file = '', anchor] = link.split('#')
    if (file) expect(existsSync(path.join(knative, file)), link).toBe(true)
    else expect(anchors).toContain(anchor)
  }
})

test('every query of the runbook runs on the present schema', async () => {
  const sql = connect(await testDatabase(), undefined, { connections: 1 })
  const queries = all(/psql -U zerodue -c "([^"]*)"/g)
  expect(queries.length).toBeGreaterThan(5)
  for (const query of queries) await sql.unsafe(query)
  await sql.end()
})

test('every function, workload and volume of the runbook is in the manifests', () => {
  const functions = readManifests(base).map(({ metadata }) => metadata.name)
  const named = all(/(?:serving\.knative\.dev\/service=|kn service update |scripts\/rollback )([a-z][a-z-]+)/g)
  expect(named.filter(name => !functions.includes(name))).toEqual([])
  const workloads = ['base', 'components']
    .flatMap(folder => readManifests(path.join(knative, folder)))
    .filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind))
  const names = workloads.map(({ metadata }) => metadata.name)
  expect(all(/logs (?:deploy|statefulset)\/([\w-]+)/g).filter(name => !names.includes(name))).toEqual([])
  const claims = workloads.flatMap(({ metadata, spec }) =>
    (spec.volumeClaimTemplates ?? []).map(
      (claim: { metadata: { name: string } }) => `${claim.metadata.name}-${metadata.name}-0`,
    ),
  )
  expect(all(/patch persistentvolumeclaim ([\w-]+)/g).filter(name => !claims.includes(name))).toEqual([])
})

test('every alert of the runbook exists', () => {
  const { groups } = parse(readFileSync(path.join(knative, 'components/watching/rules.yaml'), 'utf8'))
  const names = groups.flatMap(({ rules }: { rules: { alert?: string }[] }) =>
    rules.flatMap(({ alert }) => alert ?? []),
  )
  const mentioned = all(/`((?:[A-Z][a-z]+){2,})`/g).filter(name => !name.startsWith('OOM'))
  expect(mentioned.filter(name => !names.includes(name))).toEqual([])
})
