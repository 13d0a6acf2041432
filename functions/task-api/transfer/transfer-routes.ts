import * as v from 'valibot'
import { importRefused, quotaReached, taskExists } from '../../domain/problems.ts'
import { notAllowed, tooManyRequests } from '../../kit/core/problems.ts'
import { closed } from '../../kit/core/schema.ts'
import { route } from '../../kit/http/api.ts'
import { places } from '../../kit/http/places.ts'
import { refuseAssistant } from '../../kit/identity/person-only.ts'
import type { WorkDeps } from '../work.ts'
import { exportTasks } from './export-tasks.ts'
import { formatOf, formats, maxImportBytes, mediaTypes } from './formats.ts'
import { importTasks } from './import-tasks.ts'
import { File } from './read-json.ts'
import { ImportReport } from './report.ts'

const tag = 'transfer'
const types = Object.values(mediaTypes)

const flag = v.optional(
  v.pipe(
    v.picklist(['true', 'false'], 'must be true or false'),
    v.transform(text => text === 'true'),
  ),
  'false',
)

const ImportQuery = closed({
  dryRun: flag,
  skipInvalid: flag,
  existing: v.optional(v.picklist(['newer', 'replace'], 'must be newer or replace'), 'newer'),
  columns: v.exactOptional(v.string()),
})

/** An import holds up to ten times its file in memory, and a connection for seconds. */
const importPlaces = places({
  name: 'imports',
  running: 1,
  waiting: 20,
  waitMs: 10_000,
  each: { running: 1, waiting: 2 },
})
const exportPlaces = places({
  name: 'exports',
  running: 2,
  waiting: 20,
  waitMs: 10_000,
  each: { running: 1, waiting: 2 },
})

export const transferRoutes = [
  route(
    {
      method: 'get',
      path: '/api/export',
      id: 'exportTasks',
      summary: 'Export all tasks as json (a full backup), ics (VTODO) or csv',
      tag,
      scope: 'read',
      heavy: exportPlaces,
      query: closed({ format: v.optional(v.picklist(formats, `must be ${formats.join(' or ')}`), 'json') }),
      answers: { 200: { types } },
      refusals: [notAllowed],
    },
    async (deps: WorkDeps, { caller, query }) => {
      refuseAssistant(caller)
      return exportTasks(deps, caller, query.format)
    },
  ),

  route(
    {
      method: 'post',
      path: '/api/import',
      id: 'importTasks',
      summary: 'Import tasks from our JSON, iCalendar, CSV or a CSV of Todoist; a dry run shows what would happen',
      tag,
      scope: 'write',
      heavy: importPlaces,
      query: ImportQuery,
      rawBody: { types, maxBytes: maxImportBytes, json: File },
      idempotent: true,
      answers: { 200: ImportReport },
      refusals: [importRefused, quotaReached, taskExists, tooManyRequests, notAllowed],
    },
    async (deps: WorkDeps, { query: { columns, ...options }, raw, type, ...request }) => {
      refuseAssistant(request.caller)
      return importTasks(deps, request, { text: raw, format: formatOf(type), columns }, options)
    },
  ),
]
