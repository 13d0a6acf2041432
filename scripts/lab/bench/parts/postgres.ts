import { startEmbeddedPostgres } from '../../../../functions/kit/postgres/embedded.ts'
import { migrate } from '../../../../functions/kit/postgres/migrate.ts'
import { temporaryFolder } from '../../../../functions/kit/testing/temporary.ts'

/** Runs `work` with a new, migrated Postgres. As with `npm start`, every commit waits for the disk. */
export async function withPostgres(
  work: (url: string) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<void> {
  const { folder, remove } = temporaryFolder()
  const postgres = await startEmbeddedPostgres({ folder, settings })
  try {
    await migrate(postgres.url)
    await work(postgres.url)
  } finally {
    await postgres.stop()
    remove()
  }
}
