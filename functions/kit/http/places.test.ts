import { expect, test } from 'vitest'
import { Refused } from '../core/refusal.ts'
import { leaveAfter, type PlacesOptions, places } from './places.ts'

const two: PlacesOptions = {
  name: 'imports',
  running: 2,
  waiting: 3,
  waitMs: 3_600_000,
  each: { running: 1, waiting: 2 },
}
const refusalOf = (entering: Promise<unknown>) =>
  entering.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Refused) return error.refusal
      throw error
    },
  )
/** Who has entered so far. */
function watched(options: PlacesOptions = two) {
  const one = places(options)
  const inside: string[] = []
  const enter = (person: string) =>
    one.enter(person).then(leave => {
      inside.push(person)
      return leave
    })
  return { enter, inside }
}
const settle = () => new Promise(done => setImmediate(done))

test('only so many run at once; the next one in line begins when one leaves', async () => {
  const { enter, inside } = watched()
  const [leave] = await Promise.all([enter('ana'), enter('ben')])
  void enter('cem')
  void enter('dua')
  await settle()
  expect(inside).toEqual(['ana', 'ben'])
  leave()
  leave()
  await settle()
  expect(inside).toEqual(['ana', 'ben', 'cem'])
})

test('a full line refuses the next one and says when to come again', async () => {
  const { enter } = watched()
  await Promise.all([enter('ana'), enter('ben')])
  for (const person of ['cem', 'dua', 'eva']) void enter(person)
  expect(await refusalOf(enter('fay'))).toMatchObject({
    refused: { code: 'too-many-requests', status: 429 },
    detail: 'Too many imports run at the moment: try again in 3600 seconds.',
    headers: { 'retry-after': '3600' },
  })
})

test('one person has one place and two in the line, and the others pass by those', async () => {
  const { enter, inside } = watched()
  const [leave] = await Promise.all([enter('ana')])
  void enter('ana')
  void enter('ana')
  expect((await refusalOf(enter('ana')))?.refused.code).toBe('too-many-requests')
  await enter('ben')
  void enter('cem')
  await settle()
  expect(inside).toEqual(['ana', 'ben'])
  leave()
  await settle()
  expect(inside).toEqual(['ana', 'ben', 'ana'])
})

test('a wait that is too long ends with a refusal, and the place in the line is free again', async () => {
  const { enter } = watched({ ...two, waiting: 1, waitMs: 5 })
  await Promise.all([enter('ana'), enter('ben')])
  expect((await refusalOf(enter('cem')))?.refused.status).toBe(429)
  expect((await refusalOf(enter('dua')))?.refused.status).toBe(429)
})

test('those without a name do not count as one person', async () => {
  const { enter, inside } = watched()
  await Promise.all([enter(''), enter('')])
  expect(inside).toEqual(['', ''])
})

test.each([
  ['was read', (response: Response) => response.text()],
  ['lost its reader', (response: Response) => response.body?.cancel()],
])('a streamed answer keeps its place until it %s', async (_, end) => {
  let left = 0
  const stream = new Blob(['one', 'two']).stream()
  const response = leaveAfter(new Response(stream, { headers: { 'x-kept': '1' } }), () => left++)
  expect([left, response.headers.get('x-kept')]).toEqual([0, '1'])
  await end(response)
  expect(left).toBe(1)
})

test('a person who may not wait behind themselves still waits behind others', async () => {
  const { enter, inside } = watched({ ...two, each: { running: 1, waiting: 0 } })
  const [leave] = await Promise.all([enter('ana'), enter('ben')])
  void enter('cem')
  await settle()
  expect((await refusalOf(enter('ana')))?.refused.code).toBe('too-many-requests')
  expect((await refusalOf(enter('cem')))?.refused.code).toBe('too-many-requests')
  leave()
  await settle()
  expect(inside).toEqual(['ana', 'ben', 'cem'])
})
