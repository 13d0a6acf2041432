import * as v from 'valibot'
import { TagName } from '../../domain/tag.ts'
import { closed, list } from '../../kit/core/schema.ts'
import { parseJson, valuesIn } from '../../kit/http/parse-json.ts'
import { valid } from '../../kit/http/validate.ts'
import { maxImportBytes } from './formats.ts'
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
  const { json } = parseJson(text, { depth: mostDepth, values: valuesIn(maxImportBytes) })
  const file = valid(File, json)
  return { rows: rowsOf(file.tasks), tags: file.tags }
}

const mostDepth = 64

function* rowsOf(tasks: unknown[]): Generator<Row> {
  for (const [index, task] of tasks.entries()) {
    if (typeof task === 'object' && task !== null && !Array.isArray(task))
      yield { place: { index }, fields: task as Record<string, unknown> }
    else yield { place: { index }, faults: [{ path: '', message: 'must be a task' }] }
  }
}
