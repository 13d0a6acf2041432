import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { readJson } from './read-body.ts'

test('a short request does not wait for many long bodies that arrive at the same moment', async () => {
  const read: string[] = []
  const app = new Hono().post('/', async c => {
    const { raw } = await readJson(c, 256 * 1024, ['application/json'])
    read.push(raw === '{}' ? 'short' : 'long')
    return c.body(null, 204)
  })
  const post = (body: string) =>
    app.request('/', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const long = JSON.stringify({ text: 'x'.repeat(100_000) })
  await Promise.all([...Array.from({ length: 20 }, () => post(long)), post('{}')])
  expect(read.filter(one => one === 'long')).toHaveLength(20)
  expect(read.indexOf('short')).toBeLessThan(3)
})
