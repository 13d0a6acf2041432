import { readdirSync, readFileSync } from 'node:fs'
import type { Json } from '../../functions/kit/http/json-schema.ts'
import { breaks } from './compatibility.ts'

const folder = new URL('../../schemas/events/', import.meta.url)

/** The published schemas of events, by file name. */
export const releasedSchemas = (): Record<string, Json> =>
  Object.fromEntries(
    readdirSync(folder).map(name => [
      `schemas/events/${name}`,
      JSON.parse(readFileSync(new URL(name, folder), 'utf8')),
    ]),
  )

/** The changes that break programs which rely on the published files. Drafts make no promise. */
export function brokenPromises(released: Record<string, Json>, today: Record<string, Json>): string[] {
  return Object.entries(released)
    .filter(([, schema]) => !schema['x-draft'])
    .flatMap(([file, before]) => {
      const after = today[file]
      if (!after) return [`${file} is gone: keep a type as long as a program may send or read it`]
      const kind = before['x-topic'] === 'task-commands' ? 'command' : 'event'
      return breaks(before, after, kind).map(reason => `${file}: ${reason}`)
    })
}
