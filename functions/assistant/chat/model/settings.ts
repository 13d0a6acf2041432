import * as v from 'valibot'
import { quotaSetting, SettingsError, url } from '../../../kit/settings/settings.ts'

const milliseconds = (usual: number) =>
  v.optional(
    v.pipe(
      v.string(),
      v.digits('must be a whole number of milliseconds'),
      v.transform(Number),
      v.minValue(1),
      v.maxValue(60_000),
    ),
    String(usual),
  )
const amount = v.optional(
  v.pipe(v.string(), v.regex(/^\d{1,9}(\.\d{1,6})?$/, 'must be an amount such as 0.60'), v.transform(Number)),
)

/** The language model of the chat. Without LLM_BASE_URL there is none. */
export const modelEntries = {
  /** Any server with the OpenAI API, such as `http://localhost:11434/v1`. The operator chose it, so it may be private. */
  LLM_BASE_URL: v.optional(
    v.pipe(url, v.regex(/^https?:\/\/[^@?#]+$/, 'must be an http or https URL without a user, a query or a fragment')),
  ),
  LLM_MODEL: v.optional(v.string()),
  /** Its form is that of the server, so it may have fewer characters than other secrets. */
  LLM_API_KEY: v.optional(v.pipe(v.string(), v.regex(/^[!-~]+$/, 'must be ASCII without spaces'))),
  /** One request, and all requests for one message. */
  LLM_TIMEOUT_MS: milliseconds(8_000),
  LLM_TURN_TIMEOUT_MS: milliseconds(12_000),
  /** The bounds of one person on one day in UTC. */
  LLM_DAILY_TOKENS: quotaSetting(100_000),
  LLM_DAILY_REQUESTS: quotaSetting(400),
  LLM_DAILY_SECONDS: quotaSetting(600),
  /** Without a price no money is counted. */
  LLM_PRICE_PER_MILLION_TOKENS: amount,
  LLM_DAILY_COST: amount,
}

type Values = v.InferOutput<v.ObjectSchema<typeof modelEntries, undefined>>

/** What one person may use on one day. */
export interface DailyBounds {
  requests: number
  tokens: number
  ms: number
  /** In millionths of the operator's currency. */
  costMicros: number
}

export interface ModelSettings {
  endpoint: string
  model: string
  apiKey: string | undefined
  timeoutMs: number
  turnMs: number
  bounds: DailyBounds
  /** The price of a million tokens is the price of one token in millionths. */
  microsPerToken: number
}

export function modelSettingsOf(values: Values): ModelSettings | undefined {
  const { LLM_BASE_URL: base, LLM_MODEL: model, LLM_DAILY_COST: cost, LLM_PRICE_PER_MILLION_TOKENS: price } = values
  if (!base) return undefined
  if (!model) throw incomplete('LLM_BASE_URL needs LLM_MODEL beside it.')
  if (cost !== undefined && price === undefined)
    throw incomplete('LLM_DAILY_COST needs LLM_PRICE_PER_MILLION_TOKENS beside it.')
  return {
    endpoint: `${base.replace(/\/+$/, '')}/chat/completions`,
    model,
    apiKey: values.LLM_API_KEY,
    timeoutMs: values.LLM_TIMEOUT_MS,
    turnMs: values.LLM_TURN_TIMEOUT_MS,
    bounds: {
      requests: values.LLM_DAILY_REQUESTS,
      tokens: values.LLM_DAILY_TOKENS,
      ms: values.LLM_DAILY_SECONDS * 1_000,
      costMicros: cost === undefined ? Number.MAX_SAFE_INTEGER : Math.round(cost * 1e6),
    },
    microsPerToken: price ?? 0,
  }
}

const incomplete = (what: string) => new SettingsError(`The settings are not complete: ${what}`)
