// `npm run schemas`: writes schemas/ anew from the schemas that validate. A test fails when that changes anything.
import { writeFile } from 'node:fs/promises'
import { taskApiDocument } from '../functions/task-api/openapi.ts'

const files = { 'openapi.json': taskApiDocument() }

for (const [name, document] of Object.entries(files)) {
  await writeFile(new URL(`../schemas/${name}`, import.meta.url), `${JSON.stringify(document, null, 2)}\n`)
  console.log(`schemas/${name}`)
}
