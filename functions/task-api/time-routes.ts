import * as v from 'valibot'
import { Instant } from '../domain/instant.ts'
import { LocalDate, LocalTime } from '../domain/local-date.ts'
import { PreviewRequest, previewOccurrences } from '../domain/recurrence/preview.ts'
import { Reminder } from '../domain/reminder.ts'
import { NewTask } from '../domain/task.ts'
import { Zone } from '../domain/zone.ts'
import { isRefusal } from '../kit/core/refusal.ts'
import { closed, list, text } from '../kit/core/schema.ts'
import { ok } from '../kit/http/answer.ts'
import { route } from '../kit/http/api.ts'
import { asCaller } from '../kit/postgres/as-caller.ts'
import { findProfile } from './identity/profile.ts'
import type { WorkDeps } from './work.ts'

const offset = v.pipe(v.number(), v.integer(), v.minValue(0))
const range = { start: offset, end: offset }
const kinds = ['date', 'time', 'repeat', 'tag', 'priority', 'reminder'] as const

const QuickAdd = closed({
  text: text(1, 2000),
  locale: v.exactOptional(v.picklist(['en', 'en-US', 'ur'])),
  zone: v.exactOptional(Zone),
  now: v.exactOptional(Instant),
  /** Parts to read as plain text, such as a chip that the person has removed. */
  except: v.exactOptional(list(closed(range), { max: 100 })),
})

const Draft = closed({
  title: NewTask.entries.title,
  notes: v.exactOptional(v.string()),
  due: v.exactOptional(closed({ date: LocalDate, time: v.exactOptional(LocalTime), zone: Zone })),
  repeat: v.exactOptional(closed({ rule: v.string(), from: v.picklist(['due', 'completion']) })),
  tags: v.exactOptional(v.array(v.string())),
  priority: v.exactOptional(v.picklist(['P1', 'P2', 'P3', 'P4'])),
  reminders: v.exactOptional(v.array(Reminder)),
})
const Parsed = closed({ task: Draft, spans: v.array(closed({ ...range, kind: v.picklist(kinds), text: v.string() })) })

const Preview = closed({
  items: v.array(
    closed({
      date: LocalDate,
      time: v.exactOptional(LocalTime),
      at: Instant,
      clocks: v.exactOptional(v.picklist(['skipped', 'repeated'])),
    }),
  ),
  words: closed({ en: v.string(), ur: v.string() }),
})

/** Previews before a task is saved: a line of text as a task, and a rule as dates. */
export const timeRoutes = [
  route(
    {
      method: 'post',
      path: '/api/tasks/parse',
      id: 'parseTask',
      summary: 'Read a task from one line of English, Urdu or Roman Urdu',
      tag: 'tasks',
      scope: 'read',
      body: QuickAdd,
      answers: { 200: Parsed },
    },
    async (deps: Pick<WorkDeps, 'sql' | 'now'>, { caller, body }) => {
      const profile = await asCaller(deps.sql, caller, tx => findProfile(tx, caller.userId))
      const { now, ...options } = body
      // Imported late: three languages would double the start of this function.
      const { parseQuickAdd } = await import('../domain/quick-add/parse.ts')
      return ok(parseQuickAdd({ ...profile, ...options, now: now ? new Date(now) : deps.now() }))
    },
  ),

  route(
    {
      method: 'post',
      path: '/api/recurrence/preview',
      id: 'previewRecurrence',
      summary: 'Preview the dates of a rule and describe it in words',
      tag: 'recurrence',
      scope: 'read',
      body: PreviewRequest,
      answers: { 200: Preview },
    },
    async (_: object, { body }) => {
      const preview = previewOccurrences(body)
      return isRefusal(preview) ? preview : ok(preview)
    },
  ),
]
