// `node scripts/web/build.ts` builds the web client into web/dist. ZERODUE_SERVER names its server, unless the server of the
// files is meant.
import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../functions/kit/root.ts'
import { hashOfSources, isBuilt, stampFile, webDist } from '../../functions/laptop/web/built.ts'
import { buildPage, buildWorker } from './bundle.ts'
import { precompress } from './precompress.ts'

/** Builds web/dist if it is out of date, in a folder beside it that then replaces it. Of simultaneous builds the first stays. */
export async function buildWeb({ server = process.env.ZERODUE_SERVER ?? '' } = {}): Promise<string> {
  if (isBuilt(server)) return webDist
  const making = path.join(root, 'web', `.dist-${process.pid}`)
  try {
    await buildInto(making, server)
    if (!isBuilt(server)) takePlace(making)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
  return webDist
}

/** Builds the client for the server at that address; without an address, for the server that serves the files. */
export async function buildInto(folder: string, server: string): Promise<void> {
  const hash = hashOfSources(server)
  // Vite obeys this setting first: without it a test would make a development build, and that would stay.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  try {
    await buildPage(folder, server)
    copyDocuments(folder)
    await buildWorker(folder, { server, hash })
    await precompress(folder)
    writeFileSync(stampFile(folder), hash)
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
}

/** The documents of the API, at the address where programs look for them. */
function copyDocuments(folder: string): void {
  const schemas = path.join(root, 'schemas')
  for (const file of ['openapi.json', 'asyncapi.json']) cpSync(path.join(schemas, file), path.join(folder, file))
  cpSync(path.join(schemas, 'events'), path.join(folder, 'schemas', 'events'), { recursive: true })
}

function takePlace(making: string): void {
  rmSync(webDist, { recursive: true, force: true })
  renameSync(making, webDist)
}

if (import.meta.main) {
  const began = performance.now()
  await buildWeb()
  console.log(`web/dist (${Math.round(performance.now() - began)} ms)`)
}
