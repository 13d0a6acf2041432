// Runs one throw-away Postgres in the folder of the first argument until the standard input closes. The second argument is
// JSON with more settings.

import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { startEmbeddedPostgres } from '../postgres/embedded.ts'

const folder = process.argv[2]
if (!folder) throw new Error('The first argument must be a folder.')

/** No data here must survive a power cut, so no commit waits for the disk. */
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
