import { expect, test, vi } from 'vitest'
import { startSystem } from '../testing/start-system.ts'

vi.setConfig({ testTimeout: 120_000 })
const soon = { timeout: 30_000, interval: 20 }
const operator = { authorization: 'Bearer an-operator-with-a-token-of-32-characters' }

interface Trail {
  items: { seq: number; type: string; actor: { kind: string } | null; taskId: string | null }[]
}

test('the audit trail of a user holds each of their actions, and the next occurrence that followed from one', async () => {
  const { ask } = await startSystem({ OPERATOR_TOKEN: operator.authorization.slice('Bearer '.length) })
  const task = await ask('POST', '/api/tasks', {
    title: 'Water the plants',
    due: { date: '2030-01-31', zone: 'Asia/Karachi' },
    repeat: { rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' },
  })
  await ask('POST', `/api/tasks/${task.id}/complete`)
  const { token } = await ask<{ token: string }>('GET', '/api/auth/token')
  const authorization = `Bearer ${token}`

  await vi.waitFor(async () => {
    const { items } = await ask<Trail>('GET', '/api/audit', undefined, { authorization })
    expect(items.map(({ type, actor }) => [type, actor?.kind]).sort()).toEqual(
      [
        ['zerodue.identity.signed-up.v1', 'user'],
        ['zerodue.user.updated.v1', 'user'],
        ['zerodue.identity.signed-in.v1', 'user'],
        ['zerodue.task.created.v1', 'user'],
        ['zerodue.task.completed.v1', 'user'],
        ['zerodue.task.create.v1', undefined],
        ['zerodue.task.created.v1', 'recurrence'],
      ].sort(),
    )
    expect(items.map(({ seq }) => seq)).toEqual([7, 6, 5, 4, 3, 2, 1])
  }, soon)
  expect(await ask('GET', '/api/audit/verify', undefined, { authorization })).toEqual({ ok: true, checked: 7 })
  expect(await ask('GET', '/api/dead-letters', undefined, operator)).toEqual({ items: [], next: null })
  await expect(ask('GET', '/api/dead-letters', undefined, { authorization })).rejects.toThrow('not-allowed')
})
