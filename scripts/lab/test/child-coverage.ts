import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** What V8 writes at the end of a process that ran with NODE_V8_COVERAGE. Node runs our files with their own offsets. */
interface Script {
  url: string
  functions: { ranges: Range[] }[]
}
interface Range {
  startOffset: number
  endOffset: number
  count: number
}

interface Position {
  line: number
  column: number
}

/** A file as vitest's `json` report has it: the statements and how often each ran. */
export interface FileCoverage {
  path: string
  statementMap: Record<string, { start: Position }>
  s: Record<string, number>
}

/** Counts the statements too that ran in the processes that tests started. A process that was killed tells nothing. */
export function addChildren(files: Record<string, FileCoverage>, folder: string): void {
  const offsets = new Map<string, number[]>()
  for (const name of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as { result: Script[] }
    for (const script of result) {
      const file = script.url.startsWith('file:') ? files[fileURLToPath(script.url)] : undefined
      if (file) addScript(file, script, offsetsOf(file.path, offsets))
    }
  }
}

function addScript({ statementMap, s }: FileCoverage, { functions }: Script, lineStarts: number[]): void {
  const ranges = functions.flatMap(one => one.ranges)
  for (const [id, { start }] of Object.entries(statementMap)) {
    if (s[id]) continue
    const offset = (lineStarts[start.line - 1] ?? 0) + start.column
    s[id] = innermost(ranges, offset)?.count ?? 0
  }
}

function innermost(ranges: Range[], offset: number): Range | undefined {
  let found: Range | undefined
  const length = ({ startOffset, endOffset }: Range) => endOffset - startOffset
  for (const range of ranges)
    if (range.startOffset <= offset && offset < range.endOffset && (!found || length(range) <= length(found)))
      found = range
  return found
}

/** Where each line of a file begins. */
function offsetsOf(file: string, known: Map<string, number[]>): number[] {
  const offsets = known.get(file) ?? [
    0,
    ...[...readFileSync(file, 'utf8').matchAll(/\n/g)].map(({ index }) => index + 1),
  ]
  known.set(file, offsets)
  return offsets
}
