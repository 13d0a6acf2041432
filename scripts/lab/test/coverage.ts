import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../../functions/kit/root.ts'

/** vitest.config.ts has the same folder. */
const folder = path.join('node_modules', '.cache', 'coverage')

interface Lines {
  total: number
  covered: number
}

/** The coverage of each part, and the files with the most lines that no test runs. */
export function coverageInWords(): string {
  const summary: Record<string, { lines: Lines }> = JSON.parse(
    readFileSync(path.join(root, folder, 'coverage-summary.json'), 'utf8'),
  )
  const files = Object.entries(summary)
    .filter(([file]) => file !== 'total')
    .map(([file, { lines }]) => ({ file: path.relative(root, file).split(path.sep).join('/'), ...lines }))
  const parts = [...Map.groupBy(files, ({ file }) => /^(functions\/[^/]+|[^/]+)/.exec(file)?.[0] ?? '')]
  const least = files.toSorted((a, b) => b.total - b.covered - (a.total - a.covered)).slice(0, 5)
  return [
    `coverage: tests ran ${share(files)} lines. Code in a browser or in another process is not counted.`,
    ...parts.map(([part, within]) => `  ${part}: ${share(within)}`),
    `  most lines that no test ran: ${least.map(({ file, total, covered }) => `${file} (${total - covered})`).join(', ')}`,
    `  line by line: ${path.join(folder, 'index.html')}`,
  ].join('\n')
}

function share(files: Lines[]): string {
  const sum = (of: keyof Lines) => files.reduce((all, one) => all + one[of], 0)
  const [covered, total] = [sum('covered'), sum('total')]
  return `${total ? ((100 * covered) / total).toFixed(1) : 0} % of ${total}`
}
