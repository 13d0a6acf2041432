import * as v from 'valibot'
import { type AnyFunction, settingsOf } from '../define-function.ts'

/** The EVENTS_SECRET of the sample settings. */
export const sampleDelivery = 'only-to-start-with-and-good-for-nothing'

/** An address where nothing listens. */
const nowhere = '127.0.0.1:1'
const candidates = [`http://${nowhere}`, sampleDelivery, 'ops@example.com', '1']

/** Settings with which a function starts and reaches nothing: to compile it ahead of time, and as a base for tests. */
export function sampleSettings(definition: AnyFunction): Record<string, string> {
  const needed = Object.entries(settingsOf(definition)).flatMap(([name, entry]) => {
    const schema = entry as v.GenericSchema
    if (v.is(schema, undefined)) return []
    const value = candidates.find(candidate => v.safeParse(schema, candidate).success)
    if (value === undefined) throw new Error(`No sample fits the setting ${name} of ${definition.name}: add one here.`)
    return [[name, value]]
  })
  return {
    ...Object.fromEntries(needed),
    DATABASE_URL: `postgres://${nowhere}/zerodue`,
    EVENTS: 'kafka',
    KAFKA_BROKERS: nowhere,
    EVENTS_SECRET: sampleDelivery,
    EVENTS_WAIT_MS: '0',
    LOG_LEVEL: 'silent',
  }
}
