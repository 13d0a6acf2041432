import * as v from 'valibot'
import { invalidRequest } from '../core/problems.ts'
import { type Fault, Refused, refuse } from '../core/refusal.ts'

/** The parsed input; throws a refusal that names every wrong field and the reason. */
export function valid<TSchema extends v.GenericSchema>(
  schema: TSchema,
  input: unknown,
  where = '',
): v.InferOutput<TSchema> {
  const outcome = v.safeParse(schema, input)
  if (outcome.success) return outcome.output
  throw new Refused(refuse(invalidRequest, { errors: outcome.issues.flatMap(issue => faultsOf(issue, where)) }))
}

/** Of a union, report only the faults of the form that was meant: not that fields of other forms are missing or unknown. */
export function faultsOf(issue: v.BaseIssue<unknown>, where = ''): Fault[] {
  const meant = (issue.issues ?? []).filter(inner => inner.expected !== 'never' && inner.received !== 'undefined')
  if (issue.type === 'union' && meant.length) return meant.flatMap(inner => faultsOf(inner, pathOf(issue, where)))
  return [{ path: pathOf(issue, where), message: messageOf(issue) }]
}

const pathOf = ({ path }: v.BaseIssue<unknown>, where: string): string =>
  [where, ...(path ?? []).map(step => String(step.key))].filter(Boolean).join('.')

/** Sentences for the sender of a request; Valibot's own name types of the program. */
function messageOf(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'is not a known field'
  if (issue.received === 'undefined') return 'is missing'
  switch (issue.type) {
    case 'union':
      return 'must have one of the forms that are allowed here'
    case 'min_length':
      return `must have at least ${issue.requirement} ${unit(issue)}`
    case 'max_length':
      return `must have at most ${issue.requirement} ${unit(issue)}`
    case 'min_value':
      return `must be at least ${issue.requirement}`
    case 'max_value':
      return `must be at most ${issue.requirement}`
    default:
      return issue.message.startsWith('Invalid ')
        ? `must be ${issue.expected ?? 'of another form'}, not ${issue.received}`
        : issue.message
  }
}

const unit = (issue: v.BaseIssue<unknown>) => (typeof issue.input === 'string' ? 'characters' : 'items')

/** The query string as an object. A parameter whose schema is a list becomes one; any other may come only once. */
export function queryOf(schema: { entries: v.ObjectEntries } | undefined, given: URLSearchParams): unknown {
  const query: Record<string, unknown> = Object.create(null)
  for (const name of new Set(given.keys())) {
    const all = given.getAll(name)
    query[name] = isList(schema?.entries[name]) || all.length > 1 ? all : all[0]
  }
  return query
}

function isList(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  if ('wrapped' in schema) return isList(schema.wrapped)
  return 'type' in schema && schema.type === 'array'
}
