// `npm run schemas`: writes anew what is made of the schemas that validate, and of the migrations. Tests fail when that
// changes anything.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dumpSchema } from '../functions/shared/database/dump-schema.ts'
import { startEmbeddedPostgres } from '../functions/shared/database/embedded.ts'
import { migrate } from '../functions/shared/database/migrate.ts'
import { taskApiDocument } from '../functions/task-api/openapi.ts'

const json = (document: object) => `${JSON.stringify(document, null, 2)}\n`

const files = {
  'schemas/openapi.json': json(taskApiDocument()),
  'functions/shared/database/schema.sql': await migratedSchema(),
}

for (const [name, text] of Object.entries(files)) {
  await writeFile(new URL(`../${name}`, import.meta.url), text)
  console.log(name)
}

/** Of an empty database on a throw-away server, so that nothing of a real one gets in. */
async function migratedSchema(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zerodue-schema-'))
  const postgres = await startEmbeddedPostgres({ folder, settings: { fsync: 'off' } })
  try {
    await migrate(postgres.url)
    return await dumpSchema(postgres.url)
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
