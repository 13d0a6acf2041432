import * as fc from 'fast-check'
import { IANAZone as Luxon } from 'luxon'
import { expect, test } from 'vitest'
import { IANAZone } from './luxon-zone.ts'

const zones = ['UTC', 'Asia/Karachi', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Monrovia', 'Pacific/Apia']

test('the offset of every zone equals luxon’s at any instant', () => {
  const instant = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2199, 11) })
  fc.assert(
    fc.property(fc.constantFrom(...zones), instant, (zone, ms) => {
      expect(IANAZone.create(zone).offset(ms)).toBeCloseTo(Luxon.create(zone).offset(ms), 6)
    }),
    { numRuns: 500 },
  )
})

test('an unknown name is no zone', () => {
  expect(IANAZone.isValidZone('Mars/Olympus')).toBe(false)
  expect(IANAZone.isValidZone('Europe/Berlin')).toBe(true)
})
