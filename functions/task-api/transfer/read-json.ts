import * as v from 'valibot'
import { TagName } from '../../domain/tag.ts'
import { invalidJson, invalidRequest } from '../../kit/core/problems.ts'
import { Refused, refuse } from '../../kit/core/refusal.ts'
import { closed, list } from '../../kit/core/schema.ts'
import { valid } from '../../kit/http/validate.ts'
import { mostTasks, type ReadFile, type Row } from './rows.ts'

/** An export of Zerodue. An import does not change the profile. */
export const File = closed({
  format: v.literal('zerodue'),
  version: v.literal(1),
  exportedAt: v.exactOptional(v.string()),
  profile: v.exactOptional(v.unknown()),
  tags: v.optional(list(TagName, { max: mostTasks }), []),
  tasks: v.array(v.unknown()),
})

export function readJson(text: string): ReadFile {
  const file = valid(File, parse(text))
  return { rows: rowsOf(file.tasks), tags: file.tags }
}

const mostDepth = 64

function parse(text: string): unknown {
  if (isDeeper(text, mostDepth))
    throw new Refused(refuse(invalidRequest, { detail: `The file is nested more than ${mostDepth} levels deep.` }))
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Refused(refuse(invalidJson, error instanceof Error ? { detail: error.message } : {}))
  }
}

/** The parser would take seconds to refuse ten million brackets. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i)
    if (character === quote) i = endOfString(text, i)
    else if (character === openList || character === openObject) depth++
    else if (character === closeList || character === closeObject) depth--
    if (depth > most) return true
  }
  return false
}

function endOfString(text: string, start: number): number {
  let i = start + 1
  while (i < text.length && text.charCodeAt(i) !== quote) i += text.charCodeAt(i) === backslash ? 2 : 1
  return i
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]

function* rowsOf(tasks: unknown[]): Generator<Row> {
  for (const [index, task] of tasks.entries()) {
    if (typeof task === 'object' && task !== null && !Array.isArray(task))
      yield { place: { index }, fields: task as Record<string, unknown> }
    else yield { place: { index }, faults: [{ path: '', message: 'must be a task' }] }
  }
}
