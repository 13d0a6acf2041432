// Keeps one throw-away Postgres in the folder that is named, as long as the standard input is open. A second argument
// is JSON of more settings.

import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { startEmbeddedPostgres } from '../postgres/embedded.ts'

const folder = process.argv[2]
if (!folder) throw new Error('Say in which folder.')

/** Nothing here has to survive a power cut, so nothing waits for the disk. */
const quick = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
}

try {
  const settings = { ...quick, ...JSON.parse(process.argv[3] ?? '{}') }
  const postgres = await startEmbeddedPostgres({ folder, settings })
  process.stdout.write(`${postgres.url}\n`)
  process.stdin.resume()
  await once(process.stdin, 'close')
  await postgres.stop()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
