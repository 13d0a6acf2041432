import * as v from 'valibot'
import { Refused, refuse } from '../../shared/runtime/problem.ts'
import { valid } from '../../shared/runtime/validate.ts'
import { TagName } from '../../shared/task/tag.ts'
import { closed } from '../../shared/task/text.ts'
import { mostTasks, type ReadFile, type Row } from './row.ts'

/** An export of ours. The profile is a person's own choice here and stays as it is. */
const File = closed({
  format: v.literal('zerodue'),
  version: v.literal(1),
  exportedAt: v.exactOptional(v.string()),
  profile: v.exactOptional(v.unknown()),
  tags: v.optional(v.pipe(v.array(TagName), v.maxLength(mostTasks)), []),
  tasks: v.array(v.unknown()),
})

export function readJson(text: string): ReadFile {
  const file = valid(File, parse(text))
  return { rows: rowsOf(file.tasks), tags: file.tags }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Refused(refuse('invalid-json', error instanceof Error ? { detail: error.message } : {}))
  }
}

function* rowsOf(tasks: unknown[]): Generator<Row> {
  for (const [index, given] of tasks.entries()) {
    if (typeof given === 'object' && given !== null && !Array.isArray(given))
      yield { place: { index }, given: given as Record<string, unknown> }
    else yield { place: { index }, faults: [{ path: '', message: 'must be a task' }] }
  }
}
