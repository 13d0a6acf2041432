// `npm run schemas`: writes the files of schemas/ and the generated files of knative/. schemas/README.md says from what.
// Tests fail when one of these files is out of date.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '../functions/kit/postgres/embedded.ts'
import { migrate } from '../functions/kit/postgres/migrate.ts'
import { generatedManifests } from './ops/knative/generated.ts'
import { asyncApi } from './schemas/asyncapi.ts'
import { dumpDatabase } from './schemas/dump-database.ts'
import { eventSchemas } from './schemas/event-schemas.ts'
import { openApiOfAll } from './schemas/openapi.ts'
import { brokenPromises, releasedSchemas } from './schemas/released.ts'

const json = (document: object) => `${JSON.stringify(document, null, 2)}\n`

const events = eventSchemas()
const broken = brokenPromises(releasedSchemas(), events)
if (broken.length) {
  console.error(
    `Nothing was written: these changes break programs that rely on a released event:\n  ${broken.join('\n  ')}`,
  )
  console.error('Keep that type, add a new version (….v2) beside it, and emit both for a while.')
  process.exit(1)
}

const files = {
  ...(await generatedManifests()),
  'schemas/openapi.json': json(await openApiOfAll()),
  'schemas/asyncapi.json': json(await asyncApi()),
  ...Object.fromEntries(Object.entries(events).map(([name, schema]) => [name, json(schema)])),
  'schemas/database.sql': await migratedSchema(),
}

for (const [name, text] of Object.entries(files)) {
  await writeFile(new URL(`../${name}`, import.meta.url), text)
  console.log(name)
}

/** The schema of a new database on a temporary server, so that nothing of a real database is in the file. */
async function migratedSchema(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'zerodue-schema-'))
  const postgres = await startEmbeddedPostgres({ folder, settings: { fsync: 'off' } })
  try {
    await migrate(postgres.url)
    return await dumpDatabase(postgres.url)
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
