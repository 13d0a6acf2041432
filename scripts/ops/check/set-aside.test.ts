import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { setAsideTable } from '../../../functions/kit/events/set-aside.ts'
import { metrics } from '../../../functions/kit/http/metrics.ts'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { root } from '../../../functions/kit/root.ts'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
import { environmentOf } from '../knative/environment.ts'
import { made } from '../knative/functions.ts'
import { base, containersOf, readManifests, servicesIn } from '../knative/manifests.ts'
import { checkSetAside } from './checks.ts'

const databaseUrl = await testDatabase()

test('doctor names the events that are set aside, by type and reason, and says what to do', async () => {
  expect(await checkSetAside(databaseUrl)).toEqual(['ok: no event is set aside'])
  const sql = connect(databaseUrl, 'sync_relay', { connections: 1 })
  const table = setAsideTable(sql, 'sync', 'sync-relay')
  const received = { subject: undefined, traceparent: undefined, extensions: {}, data: {}, raw: {} }
  for (const id of ['one', 'two'])
    for (let i = 0; i < 3; i++) await table.notHandled('/', { ...someEvent({ id }), ...received }, new Error('a bug'))
  await sql.end()
  expect(await checkSetAside(databaseUrl)).toEqual([
    'wrong: 2 events zerodue.test.counted.v1 in the schema sync could not be published or handled (Error: a bug). Mend the cause, then list and replay them at /api/set-aside/<function> with the OPERATOR_TOKEN.',
  ])
})

function envOf(name: string) {
  const service = servicesIn(readManifests(base)).find(({ metadata }) => metadata.name === name)
  return (service && containersOf(service)[0]?.env) ?? []
}

const rules: { alert: string; expr: string }[] = parse(
  readFileSync(path.join(root, 'knative/components/alerts/rules.yaml'), 'utf8'),
).spec.groups[0].rules

test.each(rules)('the alert $alert reads a metric that functions have from their start', async ({ expr }) => {
  const { close } = await made('notifier', environmentOf(envOf('notifier'), 'local', 'needed').environment)
  const names = new Set(expr.match(/zerodue_\w+/g))
  expect(names.size).toBeGreaterThan(0)
  for (const name of names) expect(metrics.text()).toContain(`${name}{function="notifier"} 0`)
  await close()
})
