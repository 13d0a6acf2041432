import type { Words } from '../words/en.ts'

/** The person's word for a field of a task. */
export const fieldInWords = (field: string, w: Words): string =>
  field in w.editor.fields ? w.editor.fields[field as keyof Words['editor']['fields']] : field
