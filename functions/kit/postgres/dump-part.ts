import type { Sql } from './connect.ts'

/** A part of the dump: its statements in an order that never changes. */
export type Part = (sql: Sql) => Promise<string>

/** Schemas of ours, and of those only what no extension made. */
export const ours = (sql: Sql, schema: string, classId: string, objectId: string) => sql`
  ${sql(schema)} !~ '^pg_' and ${sql(schema)} <> 'information_schema'
  and not exists (
    select from pg_depend d where d.classid = ${classId}::regclass and d.objid = ${sql(objectId)} and d.deptype = 'e')`

export const joined = async (query: PromiseLike<readonly { line?: string }[]>, between = '\n'): Promise<string> =>
  (await query).map(({ line }) => line).join(between)
