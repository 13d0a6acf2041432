import { onTestFinished } from 'vitest'
import { synchronized, TestDevice } from './device.ts'
import { ModelServer, type SentRequest } from './model-server.ts'

interface Sent {
  request: string
  body?: unknown
  key?: string
}

type Answer = [status: number, body?: unknown] | ((request: SentRequest) => Promise<Response>)

export const account = { email: 'ana@example.com', password: 'correct horse' }

/** A device in a world whose server gives these answers, by method and path, and otherwise those of the model. */
export function withAnswers(answers: Record<string, Answer> = {}) {
  const server = new ModelServer()
  const sent: Sent[] = []
  const device = new TestDevice(async (url, options) => {
    const request = `${options.method ?? 'GET'} ${url}`
    const answer = answers[request]
    if (!answer) return server.fetch(url, options)
    const key = options.headers?.['idempotency-key']
    sent.push({ request, ...(options.body && { body: JSON.parse(options.body) }), ...(key && { key }) })
    if (typeof answer === 'function') return answer(options)
    const [status, body] = answer
    const headers = { 'content-type': 'application/json' }
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers })
  })
  onTestFinished(() => device.close())
  const open = () => device.open(() => server.now())
  /** `answers` may change; `sent` holds the requests that they answered. */
  return { server, device, open, answers, sent }
}

/** The same, with a tab that has signed in and received all updates. */
export async function signedIn(answers: Record<string, Answer> = {}) {
  const world = withAnswers(answers)
  const tab = await world.open()
  await tab.client.signUp(account)
  await synchronized(tab, () => world.server.head)
  return { ...world, tab, client: tab.client }
}
