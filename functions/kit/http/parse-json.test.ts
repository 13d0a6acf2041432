import { expect, test } from 'vitest'
import { Refused } from '../core/refusal.ts'
import { parseJson } from './parse-json.ts'

const most = { depth: 32, values: 20_000 }

function refusalOf(text: string) {
  try {
    parseJson(text, most)
  } catch (error) {
    if (error instanceof Refused) return { code: error.refusal.refused.code, detail: error.refusal.detail }
    throw error
  }
  return undefined
}

test.each([
  ['ten million brackets', '['.repeat(10_000_000), 'invalid-request', 'The body is nested more than 32 levels deep.'],
  ['one level too many', `${'[{"a":'.repeat(16)}[]`, 'invalid-request', 'The body is nested more than 32 levels deep.'],
  ['a million empty lists', `[${'[],'.repeat(1_000_000)}`, 'too-large', 'The body may hold at most 20000 values.'],
  ['a million fields', `{${'"a":0,'.repeat(1_000_000)}`, 'too-large', 'The body may hold at most 20000 values.'],
])('a body with %s is refused before it is parsed: it does not even end', (_, text, code, detail) => {
  expect(refusalOf(text)).toEqual({ code, detail })
})

test('a body within the limits is parsed, and brackets, commas and quotes in its texts do not count', () => {
  const json = { text: `${'[{,'.repeat(10_000)}\\"${'[{,'.repeat(10_000)}`, list: Array(19_000).fill(0) }
  expect(parseJson(JSON.stringify(json), most)).toEqual({ json, depth: 2 })
})

test('text after a closed bracket is no JSON, however the brackets balance', () => {
  expect(refusalOf('[]]]]][')?.code).toBe('invalid-json')
})
