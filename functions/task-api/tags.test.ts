import { expect, test } from 'vitest'
import { taskApi } from './testing/signed-in.ts'

const { signedIn } = await taskApi()

test('names that differ only by case or Unicode form are one tag with the first spelling', async () => {
  const ana = await signedIn()
  const first = await ana.create({ title: 'one', tags: ['Café', 'CAFÉ', 'cafe\u0301', 'ＨＯＭＥ'] })
  expect(first.tags).toEqual(['Café', 'ＨＯＭＥ'])
  expect((await ana.create({ title: 'two', tags: ['café', 'home'] })).tags).toEqual(['Café', 'ＨＯＭＥ'])
  const { body } = await ana.request('GET', '/api/tags')
  expect(body).toEqual({
    items: [
      { name: 'Café', count: 2, open: 2 },
      { name: 'ＨＯＭＥ', count: 2, open: 2 },
    ],
  })
})

test('the counts of a tag include done tasks but no deleted ones', async () => {
  const ana = await signedIn()
  const [one, two] = [await ana.create({ title: 'a', tags: ['x'] }), await ana.create({ title: 'b', tags: ['x'] })]
  await ana.create({ title: 'c', tags: ['x'] })
  await ana.complete(one.id)
  await ana.remove(two.id)
  expect((await ana.request('GET', '/api/tags')).body).toEqual({ items: [{ name: 'x', count: 2, open: 1 }] })
})

test('renaming changes every task, and the name of another tag merges the two', async () => {
  const ana = await signedIn()
  const both = await ana.create({ title: 'both', tags: ['errand', 'Shop'] })
  const one = await ana.create({ title: 'one', tags: ['errand'] })
  const { body } = await ana.request('PATCH', '/api/tags/ERRAND', { name: 'shop' })
  expect(body).toEqual({ name: 'Shop', tasks: 2 })
  expect((await ana.get(both.id)).tags).toEqual(['Shop'])
  expect(await ana.get(one.id)).toMatchObject({ tags: ['Shop'], version: 2 })
  expect(await ana.outbox('zerodue.task.updated.v1')).toHaveLength(2)
  expect(await ana.titles('tag=shop&sort=title')).toEqual(['both', 'one'])
  expect(await ana.titles('tag=errand')).toEqual([])
})

test('renaming can change only the spelling', async () => {
  const ana = await signedIn()
  const task = await ana.create({ title: 'a', tags: ['gym'] })
  await ana.request('PATCH', '/api/tags/gym', { name: 'Gym' })
  expect((await ana.get(task.id)).tags).toEqual(['Gym'])
})

test('deleting a tag removes it from its tasks and keeps the tasks', async () => {
  const ana = await signedIn()
  const task = await ana.create({ title: 'a', tags: ['گھر', 'b'] })
  const path = `/api/tags/${encodeURIComponent('گھر')}`
  expect((await ana.request('DELETE', path)).status).toBe(204)
  expect((await ana.get(task.id)).tags).toEqual(['b'])
  expect((await ana.request('DELETE', path)).status).toBe(404)
})

test.each(['', ' a', 'a ', '#a', 'a,b', 'a\nb', 'x'.repeat(51)])('%j is refused as the name of a tag', async name => {
  const ana = await signedIn()
  expect((await ana.request('POST', '/api/tasks', { title: 'a', tags: [name] })).status).toBe(400)
  expect(await ana.titles()).toEqual([])
})
