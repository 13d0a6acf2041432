import { expect } from 'vitest'
import type { Result } from './two-devices.ts'

/** Checks that every created task exists once or was refused, and that no occurrence of a series exists twice. */
export function expectWhole({ created, refused, server }: Result): void {
  const ids = server.map(task => task.id)
  expect(created.filter(id => !ids.includes(id) && !refused.includes(id))).toEqual([])
  const places = server.filter(task => !task.deletedAt).map(task => `${task.seriesId} ${task.occurrence}`)
  expect(places.filter((prefix, i) => places.indexOf(prefix) !== i)).toEqual([])
}
