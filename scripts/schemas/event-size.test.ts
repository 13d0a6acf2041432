import { describe, expect, test } from 'vitest'
import { catalog } from '../../functions/domain/events/catalog.ts'
import { batchEvent } from '../../functions/kit/core/batch-event.ts'
import { eventSchema } from './event-schemas.ts'
import { largest } from './largest.ts'

/** A broker takes records of up to a megabyte; batches of events are this small too. */
const maxBytes = 256 * 1024

describe('the largest event of each type fits into a record, also with characters that JSON writes in six bytes:', () => {
  test.each(catalog.filter(({ type }) => type !== batchEvent.type))('$type', event => {
    expect(Buffer.byteLength(JSON.stringify(largest(eventSchema(event))))).toBeLessThan(maxBytes)
  })
})

test('a schema without a bound is found', () => {
  expect(() => largest({ type: 'object', properties: { name: { type: 'string' } } })).toThrow('data.name has no bound')
  expect(() => largest({ type: 'array', items: { type: 'null' } })).toThrow('has no bound')
  expect(() => largest({})).toThrow('may be anything')
})
