export type Attributes = Record<string, string | number | boolean>

/** What is measured. The name and the unit follow the conventions of OpenTelemetry. */
export interface Instrument {
  kind: 'counter' | 'histogram' | 'gauge'
  name: string
  unit: string
  description: string
  /** The upper bounds of a histogram. */
  bounds?: readonly number[]
}

type Described = Pick<Instrument, 'description'> & { unit?: string; bounds?: readonly number[] }
export type Measure = (instrument: Instrument, value: number, attributes: Attributes) => void

/** In seconds, from OpenTelemetry's HTTP conventions. */
export const durationBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
/** In seconds: how long something is late that may have waited for a start, a retry or an outage. */
export const latenessBounds = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200, 86_400]

let measure: Measure | undefined

/** Hands over each measurement; without a receiver, measuring costs nothing. */
export function measureWith(to: Measure | undefined): void {
  measure = to
}

/** A number that only grows. */
export function counter(name: string, { unit = '1', description }: Described) {
  const instrument: Instrument = { kind: 'counter', name, unit, description }
  return {
    /** Add 0 where a rule must see the series before its first event. */
    add: (count: number, attributes: Attributes = {}) => measure?.(instrument, count, attributes),
  }
}

/** How values are distributed. */
export function histogram(name: string, { unit = 's', bounds = durationBounds, description }: Described) {
  const instrument: Instrument = { kind: 'histogram', name, unit, description, bounds }
  return { record: (value: number, attributes: Attributes = {}) => measure?.(instrument, value, attributes) }
}

/** A number as it is now. */
export function gauge(name: string, { unit = '1', description }: Described) {
  const instrument: Instrument = { kind: 'gauge', name, unit, description }
  return { record: (value: number, attributes: Attributes = {}) => measure?.(instrument, value, attributes) }
}
