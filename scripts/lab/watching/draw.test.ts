import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { dashboards, filledIn, queriesOf } from '../../ops/watch/dashboards.ts'
import { draw } from './draw.ts'

test.each(dashboards)('the dashboard $title is drawn from the answers to its queries', async dashboard => {
  const picture = path.join(newFolder(), 'picture.png')
  const asked: string[] = []
  const values: [number, string][] = [
    [1_000, '1'],
    [1_030, '2'],
    [1_060, 'NaN'],
  ]
  const queryRange = async (query: string) => {
    asked.push(query)
    return [{ metric: { service_name: 'task-api' }, values }]
  }

  await draw(dashboard, { queryRange }, { start: 1_000, end: 1_060, step: 30 }, picture)

  expect(asked).toEqual(queriesOf(dashboard).map(({ expr }) => filledIn(expr, dashboard, '120s')))
  const bytes = readFileSync(picture)
  expect(bytes.subarray(1, 4).toString()).toBe('PNG')
  expect(bytes.readUInt32BE(16)).toBe(1440)
})
