import * as v from 'valibot'
import { TagName } from '../../domain/tag.ts'
import { invalidJson, invalidRequest } from '../../kit/core/problems.ts'
import { Refused, refuse } from '../../kit/core/refusal.ts'
import { closed, list } from '../../kit/core/schema.ts'
import { parseJson, valuesIn } from '../../kit/http/parse-json.ts'
import { valid } from '../../kit/http/validate.ts'
import { maxImportBytes } from './formats.ts'
import { outlineOf } from './json-outline.ts'
import { mostTasks, type ReadFile, type Row } from './rows.ts'

/** An export of Zerodue. An import does not change the profile. */
export const File = closed({
  format: v.literal('zerodue'),
  version: v.literal(1),
  exportedAt: v.exactOptional(v.string()),
  profile: v.exactOptional(v.unknown()),
  tags: v.optional(list(TagName, { max: mostTasks }), []),
  tasks: v.array(v.unknown()),
  /** The client adds them to its exports. An import brings tasks only. */
  conversations: v.exactOptional(v.unknown()),
})

/** Reads the tasks one by one, so that neither the file nor its tasks are in memory as a whole. */
export async function readJson(text: string): Promise<ReadFile> {
  const outline = await outlineOf(text, { mostDepth, mostItems: mostTasks })
  if (outline === 'too deep')
    throw new Refused(refuse(invalidRequest, { detail: `The file is nested more than ${mostDepth} levels deep.` }))
  const file = valid(File, outline ? partOf(text, outline.rest) : parsed(text))
  return { rows: rowsOf(outline ? partsOf(text, outline.items) : file.tasks), tags: file.tags }
}

const mostDepth = 64
const mostValues = valuesIn(maxImportBytes)

const parsed = (text: string): unknown => parseJson(text, { depth: mostDepth, values: mostValues }).json

/** A part of the file. Where it is broken, the error comes from the whole file, because that one names the place. */
function partOf(text: string, part: string): unknown {
  try {
    return parsed(part)
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.refused !== invalidJson) throw error
    parsed(text)
    throw error
  }
}

function* partsOf(text: string, ranges: Iterable<[start: number, end: number]>): Generator<unknown> {
  for (const [start, end] of ranges) yield partOf(text, text.slice(start, end))
}

function* rowsOf(tasks: Iterable<unknown>): Generator<Row> {
  let index = 0
  for (const task of tasks) {
    const place = { index: index++ }
    if (typeof task === 'object' && task !== null && !Array.isArray(task))
      yield { place, fields: task as Record<string, unknown> }
    else yield { place, faults: [{ path: '', message: 'must be a task' }] }
  }
}
