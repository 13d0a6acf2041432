import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Operation } from '../kit/http/api.ts'
import { withoutTrace } from '../kit/testing/without-trace.ts'
import { taskApi } from './testing/signed-in.ts'

const { signedIn, operations } = await taskApi()
const [ana, bob] = [await signedIn(), await signedIn()]
const task = await ana.create({
  title: 'Secret',
  tags: ['hidden'],
  due: { date: '2026-12-01', time: '09:00', zone: 'UTC' },
  repeat: { rule: 'FREQ=DAILY' },
  reminders: [{ before: 'PT5M' }],
})

/** Something of Ana's for every path parameter; a new parameter must be added here. */
const ofAna: Record<string, string> = {
  id: task.id,
  rid: task.reminders[0]?.id ?? '',
  name: 'hidden',
  secret: 'a'.repeat(43),
}
const ofNobody: Record<string, string> = {
  id: randomUUID(),
  rid: randomUUID(),
  name: 'nowhere',
  secret: 'b'.repeat(43),
}

const bodies: Record<string, object> = {
  updateTask: { title: 'Mine' },
  snoozeReminder: { minutes: 5 },
  renameTag: { name: 'mine' },
}

const withParameters = operations.filter(({ path, scope, forOperator }) => scope && !forOperator && path.includes('{'))
const withoutCaller = new Set(['/health', '/ready', '/api/config'])

const fill = (operation: Operation, values: Record<string, string>) =>
  operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (!value) throw new Error(`say in this test what {${name}} of ${operation.path} is`)
    return value
  })

describe('a resource of another person is indistinguishable from a missing one', () => {
  test.each(withParameters)('$method $path', async operation => {
    const ask = (values: Record<string, string>) =>
      bob.request(
        operation.method.toUpperCase(),
        fill(operation, values),
        operation.body && (bodies[operation.id] ?? {}),
      )
    const [theirs, nothing] = [await ask(ofAna), await ask(ofNobody)]
    expect(theirs.status).toBe(404)
    expect(withoutTrace(theirs.body)).toEqual(withoutTrace(nothing.body))
    expect(await ana.get(task.id)).toEqual(task)
  })

  test('in a batch', async () => {
    const operations = ['complete', 'reopen', 'skip', 'delete', 'restore'].map(op => ({ op, id: task.id }))
    const update = { op: 'update', id: task.id, patch: { title: 'Mine' } }
    const { body } = await bob.request('POST', '/api/tasks/batch', { operations: [...operations, update] })
    expect((body as { results: { status: number }[] }).results.map(({ status }) => status)).toEqual(Array(6).fill(404))
    expect(await ana.get(task.id)).toEqual(task)
  })
})

describe('every route refuses a request without credentials', () => {
  test.each(operations.filter(({ path }) => !withoutCaller.has(path) && !path.startsWith('/api/auth')))(
    '$method $path',
    async operation => {
      if (!operation.scope) return
      const path = fill(operation, ofAna)
      const { status, body } = await bob.request(operation.method.toUpperCase(), path, operation.body && {}, {
        authorization: '',
      })
      expect([status, (body as { code: string }).code]).toEqual([
        401,
        expect.stringMatching(/not-signed-in|invalid-token/),
      ])
    },
  )
})
