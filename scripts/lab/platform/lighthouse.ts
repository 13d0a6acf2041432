import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { build } from '../../build/tools.ts'
import { cached } from './cached.ts'

const version = '13.5.0'

/** Google's Lighthouse from npm, installed once: too large for the lock file. */
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
    const work = temporaryFolder()
    const out = path.join(work.folder, 'report.json')
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
    work.remove()
    return Object.fromEntries(Object.entries(found).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]))
  }
}

interface Report {
  categories: Record<string, { score: number | null }>
}

const categories = ['--only-categories=performance,accessibility,best-practices', '--no-enable-error-reporting']
