import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { cached } from './cached.ts'
import { build } from './tools.ts'

const version = '13.5.0'

/** Google's Lighthouse from npm, installed once: it is too large for the lock file of everybody. */
export async function lighthouse(): Promise<(url: string, chromium: string) => Promise<Record<string, number>>> {
  const folder = await cached(`lighthouse-${version}`, async making => {
    writeFileSync(path.join(making, 'package.json'), '{"private":true}')
    await build('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `lighthouse@${version}`], {
      cwd: making,
    })
  })
  const program = path.join(folder, 'node_modules', 'lighthouse', 'cli', 'index.js')
  return async (url, chromium) => {
    const flags = '--headless=new --no-sandbox --disable-gpu'
    const report = await build(
      process.execPath,
      [
        program,
        url,
        '--output=json',
        '--quiet',
        `--chrome-flags=${flags}`,
        ...categories,
        '--no-enable-error-reporting',
      ],
      { cwd: folder, env: { CHROME_PATH: chromium } },
    )
    const { categories: found } = JSON.parse(report) as { categories: Record<string, { score: number | null }> }
    return Object.fromEntries(Object.entries(found).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]))
  }
}

const categories = ['--only-categories=performance,accessibility,best-practices']
