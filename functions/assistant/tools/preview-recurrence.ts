import * as v from 'valibot'
import { RepeatRule } from '../../domain/recurrence/repeat-rule.ts'
import { closed } from '../../kit/core/schema.ts'
import { DueArgument } from './arguments.ts'
import { inZone } from './people.ts'
import { defineTool, reads } from './tool.ts'

interface Preview {
  items: { date: string; time?: string }[]
  words: { en: string; ur: string }
}

export const previewRecurrence = defineTool({
  name: 'preview_recurrence',
  title: 'Preview a rule',
  description: 'The next dates of an RRULE from start, and the rule in English and Urdu words. Saves nothing.',
  input: closed({
    rule: RepeatRule,
    start: DueArgument,
    count: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(30)), 5),
  }),
  scope: 'read',
  annotations: reads,
  async run({ api }, { rule, start, count }) {
    const body = { rule, start: await inZone(api, start), count }
    const { items, words } = (await api.call('POST', '/api/recurrence/preview', { body })).body as Preview
    const dates = items.map(({ date, time }) => (time ? `${date} ${time}` : date))
    return { outcome: 'done', data: { dates, zone: body.start.zone, words } }
  },
})
