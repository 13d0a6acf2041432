import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { expect, test } from 'vitest'
import { allTools } from './all-tools.ts'
import { definitionsOf } from './definitions.ts'

const definitions = definitionsOf(allTools)

test('the definitions of all tools cost a model at most 3,300 tokens', () => {
  expect(definitions).toHaveLength(16)
  expect(countTokens(JSON.stringify(definitions))).toBeLessThanOrEqual(3_300)
})

test('tools come in a fixed order', () => {
  expect(definitions.map(({ name }) => name)).toEqual([
    'add_task',
    'update_task',
    'list_tasks',
    'find_task',
    'complete_task',
    'reopen_task',
    'delete_task',
    'restore_task',
    'skip_occurrence',
    'list_tags',
    'list_recurring_tasks',
    'preview_recurrence',
    'set_reminder',
    'snooze_reminder',
    'list_reminders',
    'get_history',
  ])
})

test('every input is an object that takes no other fields', () => {
  for (const { name, inputSchema } of definitions)
    expect(inputSchema, name).toMatchObject({
      type: 'object',
      properties: expect.any(Object),
      additionalProperties: false,
    })
})

test('a tool that reads says so, and every other one needs the scope write', () => {
  for (const { name, scope, annotations } of allTools)
    expect([scope, annotations.readOnlyHint], name).toEqual(
      /^(list|find|get|preview)/.test(name) ? ['read', true] : ['write', false],
    )
})
