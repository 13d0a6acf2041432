import { problems } from '../domain/problem-codes.ts'
import { type Described, openApi } from '../kit/http/openapi.ts'
import { createLog } from '../kit/log.ts'
import { AuditEntry } from './audit-routes.ts'
import { DeadLetter } from './dead-letter-routes.ts'
import { type AuditSink, createFunction } from './function.ts'

/** Routes are declared without touching what they need, so describing them needs nothing. */
const nothing = { log: createLog('audit-sink', 'silent') } as AuditSink

export const auditSinkRoutes = (): Described => ({
  operations: createFunction(nothing).operations,
  named: { AuditEntry, DeadLetter },
})

export const auditSinkDocument = () => openApi(problems, auditSinkRoutes())
