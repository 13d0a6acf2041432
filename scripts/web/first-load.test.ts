import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { isBuilt, webDist } from '../../functions/laptop/web/built.ts'
import { buildWeb } from './build.ts'

test('the first load has at most 60 KB of compressed script', async () => {
  if (!isBuilt()) await buildWeb()

  const page = readFileSync(path.join(webDist, 'index.html'), 'utf8')
  const scripts = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, file = '']) => file)
  const bytes = scripts.map(sizeOf)

  expect(scripts.length).toBeGreaterThan(0)
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(60 * 1024)
})

test('the page has no inline script or style, which its policy forbids', () => {
  const page = readFileSync(path.join(webDist, 'index.html'), 'utf8')

  expect(page).not.toMatch(/<style|style=|<script(?![^>]*src=)|javascript:|\son\w+=/i)
})

/** Files that fit into one packet are not compressed. */
function sizeOf(file: string): number {
  const compressed = statSync(path.join(webDist, `${file}.br`), { throwIfNoEntry: false })
  return (compressed ?? statSync(path.join(webDist, file))).size
}
