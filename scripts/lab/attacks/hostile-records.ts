import { randomBytes, randomUUID } from 'node:crypto'

export interface HostileRecord {
  name: string
  /** What task-api does with it. */
  fate: 'dead letter' | 'refused' | 'ignored' | 'carried out'
  value: Buffer | string
  headers: Record<string, string>
}

const binary = (type: string, more: Record<string, string> = {}) => ({
  'content-type': 'application/json',
  ce_specversion: '1.0',
  ce_id: randomUUID(),
  ce_source: '/attacker',
  ce_type: type,
  ...more,
})
const structured = { 'content-type': 'application/cloudevents+json' }
const create = 'zerodue.task.create.v1'
const batch = 'zerodue.batch.v1'

const inner = (id: string, type: string, data: unknown) => ({
  id,
  type,
  subject: null,
  time: '2026-11-21T05:00:00.000Z',
  data,
})

/**
 * Records that nobody should write to `task-commands`, but that a hostile producer can. The largest just fit into a topic
 * that takes so many bytes.
 */
export function hostileRecords(userId: string, mostBytes: number): HostileRecord[] {
  const justBelow = mostBytes - 512
  const command = (data: object, more: Record<string, string> = {}) => ({
    value: JSON.stringify({ userId, title: 'x', ...data }),
    headers: binary(create, more),
  })
  const envelope = (more: object) => ({
    value: JSON.stringify({
      specversion: '1.0',
      id: randomUUID(),
      source: '/attacker',
      type: create,
      data: { userId, title: 'x' },
      ...more,
    }),
    headers: structured,
  })
  const batched = (data: unknown) => ({ value: JSON.stringify(data), headers: binary(batch, { ce_userid: userId }) })
  return [
    { name: 'random bytes', fate: 'dead letter', value: randomBytes(2_000), headers: {} },
    {
      name: 'random bytes with the headers of a command',
      fate: 'dead letter',
      value: randomBytes(2_000),
      headers: binary(create),
    },
    { name: 'an empty record', fate: 'dead letter', value: '', headers: binary(create) },
    { name: 'broken JSON', fate: 'dead letter', value: '{', headers: binary(create) },
    { name: 'deep JSON', fate: 'dead letter', value: '['.repeat(200_000), headers: binary(create) },
    { name: 'a title as large as a record', fate: 'refused', ...command({ title: 'x'.repeat(justBelow - 300) }) },
    { name: 'garbage as large as a record', fate: 'dead letter', value: Buffer.alloc(justBelow, 'x'), headers: {} },
    { name: '400,000 wrong tags', fate: 'dead letter', ...command({ tags: Array(400_000).fill(1) }) },
    { name: 'an unknown type', fate: 'ignored', value: '{}', headers: binary('zerodue.task.explode.v1') },
    { name: 'the type of an internal event', fate: 'ignored', value: '{}', headers: binary('zerodue.sweep.v1') },
    { name: 'a type of 10,000 characters', fate: 'dead letter', value: '{}', headers: binary('x'.repeat(10_000)) },
    { name: 'an id of 10,000 characters', fate: 'dead letter', ...command({}, { ce_id: 'x'.repeat(10_000) }) },
    { name: 'an id with a NUL', fate: 'dead letter', ...command({}, { ce_id: 'a\0b' }) },
    { name: 'an unknown version of CloudEvents', fate: 'dead letter', ...command({}, { ce_specversion: '9.9' }) },
    { name: 'a time that is none', fate: 'dead letter', ...command({}, { ce_time: 'yesterday' }) },
    { name: 'a trace that is none', fate: 'carried out', ...command({}, { ce_traceparent: 'x'.repeat(1_000) }) },
    {
      name: 'the user of another person in the key',
      fate: 'dead letter',
      ...command({}, { ce_userid: 'somebody-else' }),
    },
    { name: 'a structured event without an id', fate: 'dead letter', ...envelope({ id: undefined }) },
    { name: 'a structured event with an object as its type', fate: 'ignored', ...envelope({ type: {} }) },
    {
      name: 'a structured event with broken base64',
      fate: 'dead letter',
      ...envelope({ data: undefined, data_base64: '%%%' }),
    },
    { name: 'structured garbage', fate: 'dead letter', value: 'null', headers: structured },
    { name: 'a batch without events', fate: 'dead letter', ...batched({ events: [] }) },
    { name: 'a batch that is a list', fate: 'dead letter', ...batched([]) },
    { name: 'a batch of numbers', fate: 'dead letter', ...batched({ events: Array(100).fill(1) }) },
    {
      name: 'a batch of 5,000',
      fate: 'dead letter',
      ...batched({ events: Array(5_000).fill(inner('x', create, {})) }),
    },
    {
      name: 'a batch with garbage inside',
      fate: 'dead letter',
      ...batched({ events: [inner(randomUUID(), create, [1]), 1] }),
    },
    {
      name: 'a batch in a batch',
      fate: 'ignored',
      ...batched({ events: [inner(randomUUID(), batch, { events: [] })] }),
    },
    {
      name: 'a batch of wrong commands',
      fate: 'refused',
      ...batched({ events: [inner(randomUUID(), create, { userId, title: '' })] }),
    },
    { name: 'a person who does not exist', fate: 'ignored', ...command({ userId: randomUUID() }) },
    { name: 'a person with a strange name', fate: 'ignored', ...command({ userId: "'; drop table tasks.task; --" }) },
  ]
}
