import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '../../../../functions/kit/postgres/embedded.ts'
import { migrate } from '../../../../functions/kit/postgres/migrate.ts'

/** A migrated Postgres of its own, as durable as the one of `npm start`: every commit waits for the disk. */
export async function withPostgres(
  work: (url: string) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zerodue-bench-'))
  const postgres = await startEmbeddedPostgres({ folder, settings })
  try {
    await migrate(postgres.url)
    await work(postgres.url)
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
