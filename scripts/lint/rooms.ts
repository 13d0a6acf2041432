// The rooms of this repository and which of them may import which: `node scripts/lint/rooms.ts` prints the table.
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../../functions/kit/root.ts'

/** A file belongs to the first room whose pattern matches its path. */
const rooms: [room: string, pattern: RegExp][] = [
  ['kit/core', /^functions\/kit\/core\//],
  ['kit', /^functions\/kit\//],
  ['domain', /^functions\/domain\//],
  ['laptop', /^functions\/laptop\//],
  ['functions', /^functions\//],
  ['lab', /^scripts\/(lab\/|test\.ts$)/],
  ['ops', /^scripts\/ops\//],
  ['scripts', /^scripts\//],
  ['web/model', /^web\/model\//],
  ['web/storage', /^web\/storage\//],
  ['web/sync', /^web\/(sync|worker)\//],
  ['web/view', /^web\/view\//],
  ['web', /^web\//],
]

/** The rooms and libraries that the product code of a room may import. Everything else is forbidden. */
const allowed: Record<string, { rooms: string[]; types?: string[]; libraries?: RegExp }> = {
  'kit/core': { rooms: [], libraries: /^valibot$/ },
  kit: { rooms: ['kit/core'] },
  domain: { rooms: ['kit/core'], libraries: /^(valibot|luxon|rrule|uuid)$/ },
  functions: { rooms: ['kit/core', 'kit', 'domain'] },
  laptop: { rooms: ['kit/core', 'kit', 'domain', 'functions'] },
  scripts: { rooms: ['kit/core', 'kit', 'domain', 'functions', 'laptop', 'ops', 'web'] },
  ops: { rooms: ['kit/core', 'kit', 'domain', 'functions', 'laptop', 'scripts'] },
  lab: { rooms: rooms.map(([room]) => room) },
  'web/model': { rooms: ['kit/core', 'domain'], types: ['functions'], libraries: /^(?!node:|idb$|preact)/ },
  'web/storage': { rooms: ['kit/core', 'domain', 'web/model', 'web'], libraries: /^(?!preact)/ },
  'web/sync': {
    rooms: ['kit/core', 'domain', 'web/model', 'web/storage', 'web'],
    types: ['functions'],
    libraries: /^(?!preact\/hooks)/,
  },
  'web/view': { rooms: ['kit/core', 'domain', 'web/model', 'web'], libraries: /^(?!idb$)/ },
  web: { rooms: ['kit/core', 'domain', 'web/model', 'web/storage', 'web/sync', 'web/view'] },
}

export interface Import {
  from: string
  /** A file of this repository, or the name of a library. */
  to: string
  isFile: boolean
  /** The import is gone when the program runs. */
  typeOnly: boolean
}

const specifier = /(?:^(import|export)( type)? [^']*?from |^import |\bimport\()'([^']+)'/gm

const sources = () =>
  globSync(['functions/**/*.ts', 'scripts/**/*.ts', 'web/**/*.{ts,tsx}'], {
    cwd: root,
    exclude: ['web/dist/**'],
  }).map(file => file.split(path.sep).join('/'))

/** Every import of every file, types included. */
export const imports = (): Import[] =>
  sources().flatMap(from =>
    [...readFileSync(path.join(root, from), 'utf8').matchAll(specifier)].map(([, , type, name = '']) => {
      const isFile = name.startsWith('.')
      return {
        from,
        to: isFile ? path.posix.join(path.posix.dirname(from), name) : name,
        isFile,
        typeOnly: type !== undefined,
      }
    }),
  )

/** Tests and their helpers may import from every room; product code may not. */
const isProduct = (file: string) => !/\.test\.tsx?$|\.d\.ts$|(^|\/)(testing|e2e|journeys)\//.test(file)

export const roomOf = (file: string): string => rooms.find(([, pattern]) => pattern.test(file))?.[0] ?? file
const functionOf = (file: string) => file.split('/')[1]

/** The reason why an import is forbidden, or undefined. */
export function forbidden({ from, to, isFile, typeOnly }: Import): string | undefined {
  const room = roomOf(from)
  const rule = allowed[room]
  if (!rule || !isProduct(from)) return undefined
  if (!isFile) return (rule.libraries?.test(to) ?? true) ? undefined : `${from} imports ${to}: ${room} does not use it`
  const target = roomOf(to)
  if (!isProduct(to) && room !== 'lab') return `${from} imports ${to}, which is for tests only`
  if (target === 'functions' && room === 'functions' && functionOf(from) !== functionOf(to))
    return `${from} imports ${to}: functions never import one another`
  if (target === room || rule.rooms.includes(target) || (typeOnly && rule.types?.includes(target))) return undefined
  return `${from} imports ${to}: ${room} may not import ${target}`
}

/** Every circle, as the list of files that import each other. */
export function circles(all: Import[]): string[][] {
  const next = Map.groupBy(
    all.filter(({ isFile }) => isFile),
    ({ from }) => from,
  )
  const found: string[][] = []
  const state = new Map<string, number>()
  const open: string[] = []
  const onStack = new Set<string>()
  // Tarjan's algorithm: a strongly connected component of more than one file is a circle.
  const low = new Map<string, number>()
  const visit = (file: string) => {
    state.set(file, state.size)
    low.set(file, state.get(file) ?? 0)
    open.push(file)
    onStack.add(file)
    for (const { to } of next.get(file) ?? []) {
      if (!state.has(to)) visit(to)
      if (onStack.has(to)) low.set(file, Math.min(low.get(file) ?? 0, low.get(to) ?? 0))
    }
    if (low.get(file) !== state.get(file)) return
    const component = open.splice(open.indexOf(file))
    for (const member of component) onStack.delete(member)
    if (component.length > 1) found.push(component.sort())
  }
  for (const file of next.keys()) if (!state.has(file)) visit(file)
  return found
}

/** The number of imports from each room to each other one, without those of tests. */
function table(all: Import[]): string {
  const between = all.filter(({ from, to, isFile }) => isFile && isProduct(from) && roomOf(from) !== roomOf(to))
  const names = rooms.map(([room]) => room)
  const cell = (from: string, to: string) =>
    String(between.filter(one => roomOf(one.from) === from && roomOf(one.to) === to).length || '·')
  const width = Math.max(...names.map(name => name.length)) + 2
  const row = (cells: string[]) => cells.map(text => text.padEnd(width)).join('')
  return [row(['from \\ to', ...names]), ...names.map(from => row([from, ...names.map(to => cell(from, to))]))].join(
    '\n',
  )
}

if (import.meta.main) console.log(table(imports()))
