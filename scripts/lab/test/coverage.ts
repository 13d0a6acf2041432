import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../../functions/kit/root.ts'
import { addChildren, type FileCoverage } from './child-coverage.ts'

/** vitest.config.ts has the same folders. */
export const folder = path.join('node_modules', '.cache', 'coverage')
export const childFolder = path.join(root, 'node_modules', '.cache', 'coverage-of-children')

/** Tests must run this share of the lines of each part. Browsers run the rest of the web client, uncounted. */
const required = { 'functions/': /^functions\//, 'web/{model,sync,storage}': /^web\/(model|sync|storage)\// }
const leastShare = 0.9

export interface FileLines {
  file: string
  total: number
  covered: number
}

/** The coverage of each part in words, and whether every required part reaches its share. */
export function coverage(): { words: string; ok: boolean } {
  const report: Record<string, FileCoverage> = JSON.parse(
    readFileSync(path.join(root, folder, 'coverage-final.json'), 'utf8'),
  )
  if (existsSync(childFolder)) addChildren(report, childFolder)
  return judge(Object.values(report).map(linesOf))
}

export function judge(files: FileLines[]): { words: string; ok: boolean } {
  const parts = [...Map.groupBy(files, ({ file }) => /^((functions|web)\/[^/]+|[^/]+)/.exec(file)?.[0] ?? '')]
  const checks = Object.entries(required).map(([name, pattern]) => {
    const within = files.filter(({ file }) => pattern.test(file))
    const low = within.filter(isLow).toSorted((a, b) => share(a) - share(b))
    return { name, low, lines: sum(within), ok: !isLow(sum(within)) }
  })
  const words = [
    `coverage: tests ran ${percent(sum(files))} lines, in their own process or in one that they started; code in a browser is not counted.`,
    ...parts.map(([part, within]) => `  ${part}: ${percent(sum(within))}`),
    ...checks.flatMap(({ name, low, lines, ok }) => [
      `  ${name}: ${percent(lines)}, ${ok ? 'enough' : 'TOO FEW'} (at least ${leastShare * 100} %)`,
      ...low.map(one => `    below ${leastShare * 100} %: ${one.file}: ${percent(one)}`),
    ]),
  ].join('\n')
  return { words, ok: checks.every(({ ok }) => ok) }
}

/** A line counts where a statement begins, and is covered when one of those ran. */
function linesOf({ path: name, statementMap, s }: FileCoverage): FileLines {
  const lines = new Map<number, boolean>()
  for (const [id, { start }] of Object.entries(statementMap))
    lines.set(start.line, Boolean(lines.get(start.line) || s[id]))
  const file = path.relative(root, name).split(path.sep).join('/')
  return { file, total: lines.size, covered: [...lines.values()].filter(Boolean).length }
}

const sum = (files: FileLines[]) => ({
  total: files.reduce((all, { total }) => all + total, 0),
  covered: files.reduce((all, { covered }) => all + covered, 0),
})
const share = ({ covered, total }: Omit<FileLines, 'file'>) => (total ? covered / total : 1)
const isLow = (lines: Omit<FileLines, 'file'>) => share(lines) < leastShare
const percent = (lines: Omit<FileLines, 'file'>) => `${(100 * share(lines)).toFixed(1)} % of ${lines.total}`
