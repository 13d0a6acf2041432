import * as v from 'valibot'
import { expect, test } from 'vitest'
import { tokenRevoked } from './account-events.ts'
import { catalog } from './catalog.ts'
import { topics } from './topics.ts'

const moved = catalog.filter(({ formerly }) => formerly)

test('the user events and the revocations of tokens still have a former form', () => {
  expect(moved.map(({ type }) => type).sort()).toEqual([
    'zerodue.token.revoked.v1',
    'zerodue.user.deleted.v1',
    'zerodue.user.updated.v1',
  ])
})

test.each(moved)('the former form of $type is a type of the catalog in a topic that exists', event => {
  const { topic, type = event.type, data = event.example } = event.formerly?.(event.example) ?? {}
  const known = catalog.find(one => one.type === type)
  expect(topics).toContain(topic)
  if (type !== event.type) expect(known?.topic).toBe(topic)
  expect(known && v.parse(known.data, data)).toEqual(data)
})

test('the end of a connection is not published as the revocation of an API token', () => {
  expect(tokenRevoked.formerly?.({ ...tokenRevoked.example, kind: 'connection' })).toBeUndefined()
})
