import type { Publisher } from '../../kit/events/event.ts'
import { newUser, start } from '../../kit/testing/start.ts'
import definition from '../function.ts'

export interface Entry {
  seq: number
  id: string
  source: string
  type: string
  taskId: string | null
  time: string
  actor: { kind: string; id: string } | null
  data: unknown
  hash: string
  previousHash: string
}

export const operatorToken = 'the-operator-of-these-tests-has-this'

/** An audit-sink with its own database. */
export async function auditSink(options: { publisher?: Publisher; operatorToken?: string | undefined } = {}) {
  const token = 'operatorToken' in options ? options.operatorToken : operatorToken
  const started = await start(definition, {
    settings: token ? { OPERATOR_TOKEN: token } : {},
    ...(options.publisher && { publisher: options.publisher }),
  })
  const { issuer } = started
  const request = <T = unknown>(method: string, path: string, authorization?: string) =>
    started.request<T>(method, path, { headers: { ...(authorization && { authorization }) } })

  async function person(userId = newUser()) {
    const token = `Bearer ${await issuer.token(userId)}`
    const get = <T>(path: string) => request<T>('GET', path, token)
    return {
      userId,
      token,
      get,
      list: async (query = '') =>
        (await get<{ items: Entry[]; next: string | null }>(`/api/audit?limit=100&${query}`)).body,
      verify: async () => (await get<{ ok: boolean; checked: number }>('/api/audit/verify')).body,
    }
  }

  const asOperator = <T>(method: string, path: string) => request<T>(method, path, `Bearer ${operatorToken}`)

  return { ...started, request, person, asOperator }
}
