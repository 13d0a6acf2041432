import { expect, test } from 'vitest'
import { setAsideTable } from '../../../functions/kit/events/set-aside.ts'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { testDatabase } from '../../../functions/kit/testing/database.ts'
import { someEvent } from '../../../functions/kit/testing/some-event.ts'
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
