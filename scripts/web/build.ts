// Builds the web client into web/dist: `node scripts/web/build.ts`. ZERODUE_SERVER names the server when another one
// than that of the files is meant.
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../start/root.ts'
import { stampFile, stampIn, webDist } from './built.ts'
import { buildPage, buildWorker } from './bundle.ts'
import { precompress } from './precompress.ts'
import { hashOfSources } from './sources.ts'

/** Builds beside web/dist and then takes its place: whoever reads it meanwhile finds the old one or the new one. */
export async function buildWeb({ server = process.env.ZERODUE_SERVER ?? '' } = {}): Promise<string> {
  const hash = hashOfSources(server)
  const making = path.join(root, 'web', `.dist-${process.pid}`)
  try {
    await buildPage(making, server)
    await buildWorker(making)
    await precompress(making)
    writeFileSync(stampFile(making), hash)
    takePlace(making, hash)
  } finally {
    rmSync(making, { recursive: true, force: true })
  }
  return webDist
}

/** Of two that build the same at once, the second finds it done. */
function takePlace(making: string, hash: string): void {
  for (let attempt = 1; ; attempt++) {
    rmSync(webDist, { recursive: true, force: true })
    try {
      renameSync(making, webDist)
      return
    } catch (error) {
      if (stampIn(webDist) === hash) return
      if (attempt === 5) throw error
    }
  }
}

if (import.meta.main) {
  const began = performance.now()
  await buildWeb()
  console.log(`web/dist (${Math.round(performance.now() - began)} ms)`)
}
