import type * as v from 'valibot'
import type { AuditEntry } from '../../functions/audit-sink/audit-routes.ts'
import type { Channel as ChannelSchema, NewChannel as NewChannelSchema } from '../../functions/notifier/channel.ts'
import type { CalendarState } from '../../functions/task-api/calendar/calendar.ts'
import type { CreatedToken as CreatedTokenSchema, TokenPage } from '../../functions/task-api/identity/tokens.ts'
import type { Asked } from '../../functions/task-api/oauth/authorize.ts'
import type { ConnectionPage } from '../../functions/task-api/oauth/connections.ts'

export type { ImportReport } from '../../functions/task-api/transfer/report.ts'

// The server's own schemas give these types: when one changes, the client that reads it no longer compiles.
export type Channel = v.InferOutput<typeof ChannelSchema>
export type NewChannel = v.InferInput<typeof NewChannelSchema>
export type Token = v.InferOutput<typeof TokenPage>['items'][number]
export type CreatedToken = v.InferOutput<typeof CreatedTokenSchema>
/** What a program asks for, after the server has checked it. */
export type AccessRequest = Exclude<v.InferOutput<typeof Asked>, { redirectTo: string }>
export type ConnectedProgram = v.InferOutput<typeof ConnectionPage>['items'][number]
export type Calendar = v.InferOutput<typeof CalendarState>
export type HistoryEntry = v.InferOutput<typeof AuditEntry>
export interface HistoryPage {
  items: HistoryEntry[]
  next: string | null
}

export interface ImportFile {
  text: string
  format: 'json' | 'ics' | 'csv'
  /** JSON that maps the headings of a CSV to our fields. */
  columns?: string
  skipInvalid?: boolean
  existing?: 'newer' | 'replace'
}
