import { expect, test } from 'vitest'
import { addMonths, weeksOf } from './month.ts'

test('the 31st plus a month is the last day of a shorter month', () => {
  expect(addMonths('2027-01-31', 1)).toBe('2027-02-28')
  expect(addMonths('2027-12-31', 2)).toBe('2028-02-29')
  expect(addMonths('2027-01-15', -1)).toBe('2026-12-15')
})

test('the weeks of a month are whole, begin on the first day of the week and cover the month', () => {
  const weeks = weeksOf('2026-11-01', 1)
  expect(weeks[0]).toEqual([
    '2026-10-26',
    '2026-10-27',
    '2026-10-28',
    '2026-10-29',
    '2026-10-30',
    '2026-10-31',
    '2026-11-01',
  ])
  expect(weeks.at(-1)?.[0]).toBe('2026-11-30')
  expect(weeksOf('2026-02-01', 7)).toHaveLength(4)
})
