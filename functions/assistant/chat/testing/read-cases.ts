import { readFileSync } from 'node:fs'
import path from 'node:path'

export interface ExpectedCall {
  tool: string
  arguments: Record<string, unknown>
  proposed: boolean
}

/** One right answer to a turn. */
export interface Expected {
  calls: ExpectedCall[]
  /** The tasks that a question offers; `undefined`: there is no question. */
  asked?: string[]
}

export interface Case {
  group: string
  line: number
  turns: { said: string; expected: Expected[] }[]
}

export interface World {
  tasks: { key: string; state?: 'done' | 'deleted'; task: Record<string, unknown> }[]
  cases: Case[]
}

export function readCases(name: string, folder = path.resolve(import.meta.dirname, '../evaluation')): World {
  const world: World = { tasks: [], cases: [] }
  let group = ''
  let current: Case | undefined
  const text = readFileSync(path.join(folder, `${name}.txt`), 'utf8')
  for (const [i, line] of text.split('\n').entries()) {
    if (line.startsWith('# ')) continue
    if (line.startsWith('@')) world.tasks.push(taskIn(line))
    else if (line.startsWith('## ')) group = line.slice(3).trim()
    else if (!line.trim()) current = undefined
    else if (line.startsWith('> ')) {
      if (!current) {
        current = { group, line: i + 1, turns: [] }
        world.cases.push(current)
      }
      current.turns.push({ said: line.slice(2), expected: [{ calls: [] }] })
    } else expect(current?.turns.at(-1)?.expected, line, `${name}.txt:${i + 1}`)
  }
  return world
}

function taskIn(line: string): World['tasks'][number] {
  const [, key = '', json = '{}'] = /^@(\S+) +(\{.*\})\s*$/.exec(line) ?? []
  const { state, ...task } = JSON.parse(json)
  return { key, task, ...(state && { state }) }
}

function expect(all: Expected[] | undefined, line: string, place: string): void {
  const last = all?.at(-1)
  if (!all || !last) throw new Error(`${place}: no turn above`)
  if (line.trim() === 'or') all.push({ calls: [] })
  else if (line.startsWith('? ') || line.trim() === '?') last.asked = line.slice(1).split(/\s+/).filter(Boolean)
  else if (line.trim() !== '= none') {
    const [, mark, tool = '', json] = /^([=!]) (\w+) (\{.*\})\s*$/.exec(line) ?? []
    if (!json) throw new Error(`${place}: cannot be read`)
    last.calls.push({ tool, arguments: JSON.parse(json), proposed: mark === '!' })
  }
}
