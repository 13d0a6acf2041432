import { expect, vi } from 'vitest'
import type { Readiness } from '../readiness/readiness.ts'
import type { Answer } from './start.ts'

/** What `/ready` says once every part has been asked: on a busy machine a part may answer later than a probe waits. */
export async function settledReady({ request }: { request: (method: string, path: string) => Promise<Answer> }) {
  return vi.waitFor(
    async () => {
      const { status, body } = (await request('GET', '/ready')) as Answer<Readiness>
      expect(Object.values(body.parts ?? {}).map(part => part.status)).not.toContain('not asked yet')
      return { status, body }
    },
    { timeout: 20_000 },
  )
}
