import { describe, expect, test } from 'vitest'
import { readSettings } from '../../../kit/settings/settings.ts'
import { modelEntries, modelSettingsOf } from './settings.ts'

const settingsOf = (environment: Record<string, string>) => modelSettingsOf(readSettings(modelEntries, environment))
const server = { LLM_BASE_URL: 'http://localhost:11434/v1', LLM_MODEL: 'gemma3' }

test('without LLM_BASE_URL there is no model, whatever else is set', () => {
  expect(settingsOf({})).toBeUndefined()
  expect(settingsOf({ LLM_MODEL: 'gemma3', LLM_API_KEY: 'key', LLM_DAILY_COST: '1' })).toBeUndefined()
})

test('an address and a model are enough', () => {
  expect(settingsOf(server)).toEqual({
    endpoint: 'http://localhost:11434/v1/chat/completions',
    model: 'gemma3',
    apiKey: undefined,
    timeoutMs: 8_000,
    turnMs: 12_000,
    bounds: { requests: 400, tokens: 100_000, ms: 600_000, costMicros: Number.MAX_SAFE_INTEGER },
    microsPerToken: 0,
  })
})

test('an amount of money is counted in millionths, and a slash at the end of the address changes nothing', () => {
  const priced = {
    LLM_BASE_URL: 'https://llm.example/v1/',
    LLM_PRICE_PER_MILLION_TOKENS: '0.6',
    LLM_DAILY_COST: '0.25',
  }
  expect(settingsOf({ ...server, ...priced })).toMatchObject({
    endpoint: 'https://llm.example/v1/chat/completions',
    bounds: { costMicros: 250_000 },
    microsPerToken: 0.6,
  })
})

describe('the error names the setting', () => {
  test.each<[string, Record<string, string>]>([
    ['LLM_BASE_URL needs LLM_MODEL beside it', { LLM_BASE_URL: 'http://localhost:1/v1' }],
    ['LLM_DAILY_COST needs LLM_PRICE_PER_MILLION_TOKENS beside it', { ...server, LLM_DAILY_COST: '1' }],
    ['LLM_BASE_URL: ', { ...server, LLM_BASE_URL: 'localhost:11434' }],
    ['LLM_BASE_URL: ', { ...server, LLM_BASE_URL: 'ftp://llm.example/v1' }],
    ['LLM_BASE_URL: ', { ...server, LLM_BASE_URL: 'https://user:password@llm.example/v1' }],
    ['LLM_BASE_URL: ', { ...server, LLM_BASE_URL: 'https://llm.example/v1?key=x' }],
    ['LLM_API_KEY: ', { ...server, LLM_API_KEY: 'a key\r\nwith a header' }],
    ['LLM_TIMEOUT_MS: ', { ...server, LLM_TIMEOUT_MS: '0' }],
    ['LLM_TIMEOUT_MS: ', { ...server, LLM_TIMEOUT_MS: '8s' }],
    ['LLM_DAILY_TOKENS: ', { ...server, LLM_DAILY_TOKENS: '-1' }],
    ['LLM_DAILY_COST: ', { ...server, LLM_DAILY_COST: 'free' }],
  ])('%s', (message, environment) => {
    expect(() => settingsOf(environment)).toThrow(message)
  })
})
