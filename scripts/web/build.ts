// Builds the web client into web/dist: `node scripts/web/build.ts`. ZERODUE_SERVER names the server when another one
// than that of the files is meant.
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../functions/kit/root.ts'
import { hashOfSources, isBuilt, stampFile, webDist } from '../../functions/laptop/web/built.ts'
import { buildPage, buildWorker } from './bundle.ts'
import { precompress } from './precompress.ts'

/** Builds web/dist if it is not built: beside it, and then takes its place. Of several at once the first one's stays. */
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

/** The client for a server at that address; for none: for the server that serves it. */
export async function buildInto(folder: string, server: string): Promise<void> {
  const hash = hashOfSources(server)
  // Vite goes by this before all else: a build by a test would be one for development, and stay.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  try {
    await buildPage(folder, server)
    await buildWorker(folder, { server, hash })
    await precompress(folder)
    writeFileSync(stampFile(folder), hash)
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
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
