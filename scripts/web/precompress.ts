import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)
/** Fonts and pictures are compressed already, and smaller files fit into one packet. */
const worth = /\.(?:js|css|html|svg|json|webmanifest)$/
const fromBytes = 1_000

/** Writes the compressed form beside each file, so that no request waits for compression. */
export async function precompress(folder: string): Promise<void> {
  const files = globSync('**/*', { cwd: folder }).filter(name => worth.test(name))
  await Promise.all(
    files.map(async name => {
      const file = path.join(folder, name)
      const content = await readFile(file)
      if (content.length < fromBytes) return
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length }
      await writeFile(`${file}.br`, await brotli(content, { params }))
      await writeFile(`${file}.gz`, await zip(content, { level: 9 }))
    }),
  )
}
