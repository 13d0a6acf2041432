import { expect } from 'vitest'
import type { Result } from './two-devices.ts'

/** What a person made is there once, or was refused and says so; of a series no occurrence is there twice. */
export function expectWhole({ created, refused, server }: Result): void {
  const ids = server.map(task => task.id)
  expect(created.filter(id => !ids.includes(id) && !refused.includes(id))).toEqual([])
  const places = server.filter(task => !task.deletedAt).map(task => `${task.seriesId} ${task.occurrence}`)
  expect(places.filter((place, i) => places.indexOf(place) !== i)).toEqual([])
}
