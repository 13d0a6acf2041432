import type * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { checkIntention, checkParts, intentionAnswers, Parts } from '../model/check-answer.ts'
import { strictSchema } from '../model/strict-schema.ts'
import { auditPrompts } from '../skills/audit/prompt.ts'
import { languages, skillNames } from '../skills/intention.ts'
import { recurringPrompts } from '../skills/recurring/prompt.ts'
import { reminderPrompts } from '../skills/reminder/prompt.ts'
import { taskPrompts } from '../skills/task/prompt.ts'
import { behaviour, choosing } from './behaviour.ts'
import { textOf } from './prompt.ts'

const skills = { task: taskPrompts, reminder: reminderPrompts, recurring: recurringPrompts, audit: auditPrompts }

describe.each(languages)('in %s', language => {
  test('three examples show how a message becomes parts, and each passes the check of an answer', () => {
    expect(choosing[language].examples).toHaveLength(3)
    for (const [message, answer] of choosing[language].examples)
      expect(checkParts(JSON.stringify(answer), message)).toEqual({ value: answer })
  })

  test.each(skillNames)('three examples of the skill %s pass the check of an answer', skill => {
    expect(skills[skill][language].examples).toHaveLength(3)
    for (const [message, answer] of skills[skill][language].examples)
      expect(checkIntention(skill, JSON.stringify(answer), message)).toEqual({ value: answer })
  })

  test.each(skillNames)('the prompt of the skill %s explains every intent', skill => {
    const text = textOf(skills[skill][language])
    const intents = JSON.stringify(strictSchema(intentionAnswers[skill]).properties).matchAll(/"enum":(\[[^\]]*\])/g)
    const names = [...intents].flatMap(([, list = '[]']) => JSON.parse(list) as string[])
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(text).toMatch(new RegExp(`\\b${name}\\b`))
  })

  test('a prompt is short: one question costs few tokens', () => {
    for (const prompt of [choosing, ...Object.values(skills)])
      expect(Buffer.byteLength(behaviour[language] + textOf(prompt[language]))).toBeLessThan(6_000)
  })
})

/** What OpenAI's structured output asks of a schema; other servers ask less. */
function faultsOf(schema: unknown, path = '$'): string[] {
  if (Array.isArray(schema)) return schema.flatMap((one, i) => faultsOf(one, `${path}.${i}`))
  if (typeof schema !== 'object' || schema === null) return []
  const { type, properties, required, additionalProperties } = schema as Record<string, unknown>
  const unknown = Object.keys(schema).filter(
    keyword => !['type', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'enum'].includes(keyword),
  )
  const own = unknown.map(keyword => `${path} has ${keyword}`)
  if (type === 'object') {
    if (additionalProperties !== false) own.push(`${path} is open`)
    if (JSON.stringify(required) !== JSON.stringify(Object.keys(properties ?? {})))
      own.push(`${path} has optional fields`)
  } else if (!type && !('anyOf' in schema)) own.push(`${path} has no type`)
  const inner = [
    ...Object.entries(properties ?? {}),
    ...Object.entries(schema).filter(([name]) => name !== 'properties'),
  ]
  return [...own, ...inner.flatMap(([name, value]) => faultsOf(value, `${path}.${name}`))]
}

test.each(Object.entries({ parts: Parts, ...intentionAnswers }))(
  'the schema of %s fits strict structured output',
  (_, schema) => {
    const strict = strictSchema(schema as v.GenericSchema)
    expect(strict.type).toBe('object')
    expect(faultsOf(strict)).toEqual([])
  },
)

test('a schema that strict structured output refuses is found', () => {
  expect(faultsOf({ type: 'object', properties: { a: { type: 'string', pattern: 'x' } }, required: [] })).toHaveLength(
    3,
  )
})
