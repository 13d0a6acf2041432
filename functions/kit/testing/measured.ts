import { afterAll } from 'vitest'
import { type Attributes, measureWith } from '../telemetry/instruments.ts'

export interface Measurement extends Attributes {
  name: string
  value: number
}

/** Everything that is measured in this process from now on. */
export function measured(): Measurement[] {
  const measurements: Measurement[] = []
  measureWith(({ name }, value, attributes) => void measurements.push({ ...attributes, name, value }))
  afterAll(() => measureWith(undefined))
  return measurements
}

/** The sum of a counter, of those with these attributes. */
export const sumOf = (measurements: readonly Measurement[], name: string, attributes: Attributes = {}): number =>
  measurements
    .filter(one => one.name === name && Object.entries(attributes).every(([key, value]) => one[key] === value))
    .reduce((sum, { value }) => sum + value, 0)
