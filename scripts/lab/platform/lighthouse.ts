import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from '../../build/tools.ts'
import { cached } from './cached.ts'

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
    const out = path.join(mkdtempSync(path.join(tmpdir(), 'lighthouse-')), 'report.json')
    const args = [
      program,
      url,
      '--output=json',
      `--output-path=${out}`,
      '--quiet',
      `--chrome-flags=${flags}`,
      ...categories,
    ]
    await build(process.execPath, args, { cwd: folder, env: { CHROME_PATH: chromium } })
    const { categories: found } = JSON.parse(readFileSync(out, 'utf8')) as Report
    rmSync(path.dirname(out), { recursive: true })
    return Object.fromEntries(Object.entries(found).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]))
  }
}

interface Report {
  categories: Record<string, { score: number | null }>
}

const categories = ['--only-categories=performance,accessibility,best-practices', '--no-enable-error-reporting']
