import * as v from 'valibot'
import { defineEvent } from './event-type.ts'

/** A batch has at most this many events, and at most this much JSON: a broker takes records of up to a megabyte. */
export const maxBatched = 100
export const maxBatchBytes = 200_000

/** An event inside a batch: it has its own id, and its person and source are those of the batch. */
export const BatchedEvent = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  type: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  subject: v.nullable(v.pipe(v.string(), v.maxLength(512))),
  time: v.pipe(v.string(), v.isoTimestamp()),
  data: v.unknown(),
})

/** Carries the events of a large change, such as an import, in any topic. Receivers handle each of them as if it came alone. */
export const batchEvent = defineEvent({
  type: 'zerodue.batch.v1',
  topic: null,
  summary: 'Several events of one person and one topic, in order',
  data: v.object({
    events: v.pipe(v.array(BatchedEvent), v.minLength(1), v.maxLength(maxBatched)),
  }),
  example: {
    events: [
      {
        id: '0193a5e0-0000-7000-8000-00000000000b',
        type: 'zerodue.account.deleted.v1',
        subject: null,
        time: '2026-11-21T05:00:00.000Z',
        data: {},
      },
    ],
  },
})
