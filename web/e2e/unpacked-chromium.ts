import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../functions/kit/root.ts'
import { build } from '../../scripts/build/tools.ts'
import { cached } from '../../scripts/lab/platform/cached.ts'

const unpack = `await (await import('@sparticuz/chromium')).default.executablePath()`

/** The Chromium in npm's package, unpacked once for each version and then found by every clone. */
export async function unpackedChromium(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('The tests in a browser need Chrome or Chromium: install one, or name it in CHROMIUM.')
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'))
  // It unpacks into the folder for temporary files, where two at once would take each other's half for a whole.
  const folder = await cached(`chromium-${version}`, async made => {
    await build(process.execPath, ['--input-type=module', '-e', unpack], { cwd: root, env: { TMPDIR: made } })
  })
  return path.join(folder, 'chromium')
}
