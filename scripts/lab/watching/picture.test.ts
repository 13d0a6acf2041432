import { expect, test } from 'vitest'
import { drawPanel, inUnit } from './picture.ts'

const range = { start: 0, end: 60, step: 30 }
const panel = { title: 'Age', description: 'How old it is.', unit: 's', queries: [] }
const line = (name: string, ...values: number[]) => ({
  name,
  points: values.map((value, place) => ({ seconds: place * 30, value })),
})

test('a panel shows each series as a line with its newest value', () => {
  const html = drawPanel(panel, [line('task-api', 0, 1, 2), line('notifier', 1, 1, 1)], range)
  expect(html.match(/<polyline/g)).toHaveLength(2)
  expect(html).toContain('task-api 2 s')
})

test('a value below zero stays inside the picture', () => {
  const html = drawPanel(panel, [line('api.example.com', -10, -20)], range)
  const heights = [...(/points="([^"]*)"/.exec(html)?.[1] ?? '').matchAll(/,(\S+)/g)].map(([, y]) => Number(y))
  expect(heights).toEqual([71, 130])
})

test('a panel without an answer says so, and a name cannot add HTML', () => {
  expect(drawPanel(panel, [line('gone', Number.NaN)], range)).toContain('no data')
  expect(drawPanel({ ...panel, kind: 'table' }, [line('<b>', 1)], range)).toContain('&lt;b>')
})

test.each([
  [0.0512, 's', '51.2 ms'],
  [90, 's', '90 s'],
  [1_209_600, 's', '14 d'],
  [0.995, 'percentunit', '99.5 %'],
  [0.0008, 'currencyUSD', '$0.0008'],
  [2 ** 27, 'bytes', '128 MiB'],
  [12.34, 'reqps', '12.3/s'],
])('%d in the unit %s reads %s', (value, unit, text) => {
  expect(inUnit(value, unit)).toBe(text)
})
