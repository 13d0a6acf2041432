import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { formatFor } from './format.ts'

const style = { language: 'en', numerals: 'latn', zone: 'Asia/Karachi' } as const
const names = { today: 'Today', tomorrow: 'Tomorrow', yesterday: 'Yesterday' }
const today = '2026-11-21'
beforeEach(() => void vi.stubGlobal('navigator', { languages: ['en-GB'] }))
afterEach(() => void vi.unstubAllGlobals())

test('a day is shown in its shortest unambiguous form', () => {
  const { day } = formatFor(style)
  const shortest = (date: string) => day(date, today, names)
  expect(['2026-11-21', '2026-11-22', '2026-11-20'].map(shortest)).toEqual(['Today', 'Tomorrow', 'Yesterday'])
  expect(shortest('2026-11-27')).toBe('Fri')
  expect(shortest('2026-12-04')).toBe('4 Dec')
  expect(shortest('2027-12-04')).toBe('4 Dec 2027')
})

test('an invalid language tag of the system is skipped', () => {
  vi.stubGlobal('navigator', { languages: ['en-US@posix', 'en-AU'] })
  expect(formatFor(style).locale).toBe('en-AU-u-nu-latn')
  vi.stubGlobal('navigator', { languages: ['en-US@posix'] })
  expect(formatFor(style).locale).toBe('en-GB-u-nu-latn')
})

test('Urdu uses the numerals that the person chose', () => {
  expect(formatFor({ ...style, language: 'ur', numerals: 'arabext' }).number(21)).toBe('۲۱')
  expect(formatFor({ ...style, language: 'ur' }).number(21)).toBe('21')
})

test('an instant is shown in the person’s zone', () => {
  expect(formatFor(style).localOf('2026-11-21T20:30:00.000Z')).toEqual({ date: '2026-11-22', time: '01:30' })
})
