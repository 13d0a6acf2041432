import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../../functions/kit/root.ts'
import { addChildren, type FileCoverage } from './child-coverage.ts'

/** vitest.config.ts has the same folders. */
export const folder = path.join('node_modules', '.cache', 'coverage')
export const childFolder = path.join(root, 'node_modules', '.cache', 'coverage-of-children')

/** The parts of which tests must run this share of the lines. Browsers run the rest of the web client, uncounted. */
const required = /^(functions\/|web\/(model|sync|storage)\/)/
const leastShare = 0.9

export interface FileLines {
  file: string
  total: number
  covered: number
}

/** The coverage of each part in words, and whether the required parts reach their share. */
export function coverage(): { words: string; ok: boolean } {
  const report: Record<string, FileCoverage> = JSON.parse(
    readFileSync(path.join(root, folder, 'coverage-final.json'), 'utf8'),
  )
  if (existsSync(childFolder)) addChildren(report, childFolder)
  const files = Object.values(report).map(linesOf)
  const counted = files.filter(({ file }) => required.test(file))
  const low = counted.filter(one => share(one) < leastShare).toSorted((a, b) => share(a) - share(b))
  const ok = share(sum(counted)) >= leastShare
  const parts = [...Map.groupBy(files, ({ file }) => /^((functions|web)\/[^/]+|[^/]+)/.exec(file)?.[0] ?? '')]
  const words = [
    `coverage: tests ran ${percent(sum(files))} lines, in their own process or in one that they started; code in a browser is not counted.`,
    ...parts.map(([part, within]) => `  ${part}: ${percent(sum(within))}`),
    `  functions/ and web/{model,sync,storage}: ${percent(sum(counted))}, ${ok ? 'enough' : 'TOO FEW'} (at least ${leastShare * 100} %)`,
    ...low.map(one => `  below ${leastShare * 100} %: ${one.file}: ${percent(one)}`),
  ].join('\n')
  return { words, ok }
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
const percent = (lines: Omit<FileLines, 'file'>) => `${(100 * share(lines)).toFixed(1)} % of ${lines.total}`
