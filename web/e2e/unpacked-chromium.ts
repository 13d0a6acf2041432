import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../functions/kit/root.ts'
import { build } from '../../scripts/build/tools.ts'
import { cached } from '../../scripts/lab/platform/cached.ts'

const unpack = `await (await import('@sparticuz/chromium')).default.executablePath()`

/** The Chromium from npm, unpacked once per version and shared by all clones. */
export async function unpackedChromium(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('Browser tests need Chrome or Chromium: install one, or set CHROMIUM to its path.')
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'))
  // The package unpacks into TMPDIR, where two processes at once would use each other's half.
  const folder = await cached(`chromium-${version}`, async target => {
    await build(process.execPath, ['--input-type=module', '-e', unpack], { cwd: root, env: { TMPDIR: target } })
  })
  return path.join(folder, 'chromium')
}
