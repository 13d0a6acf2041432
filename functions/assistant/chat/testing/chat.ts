import type { Task } from '../../../domain/task.ts'
import type { Log } from '../../../kit/log.ts'
import { start } from '../../../kit/testing/start.ts'
import definition from '../../function.ts'
import { type Person, assistant as system } from '../../testing/assistant.ts'
import type { Answer } from '../answer.ts'

export interface Said {
  conversationId?: string
  text?: string
  confirm?: string | boolean
  undo?: string
}

type Definition = typeof definition
type Deps = ReturnType<Definition['deps']>

/** The assistant's chat over the real functions on one database, and people who talk to it. */
export async function chatSystem(
  more: (deps: Deps['chat']) => Partial<Deps['chat']> = () => ({}),
  { log }: { log?: Log } = {},
) {
  const tools = await system()
  const { databaseUrl, issuer, clock } = tools.tasks
  const now = () => clock.now
  const people = new Map<string, Person>()
  const assistant = await start(definition, {
    databaseUrl,
    issuer,
    now,
    ...(log && { log }),
    deps(resources) {
      const { chat } = definition.deps(resources)
      return {
        chat: {
          ...chat,
          // The tokens of these tests are the subject's own id: task-api's exchange has tests of its own.
          exchange: async subject => ({
            userId: subject,
            token: subject,
            scopes: ['read', 'write'],
            since: clock.now,
            until: new Date(clock.now.getTime() + 300_000),
          }),
          apiOf: ({ userId }) => apiOf(people, userId),
          ...more(chat),
        },
      }
    },
  })

  async function person(userId?: string) {
    const one = await tools.person(userId)
    people.set(one.userId, one)
    const headers = (more: Record<string, string> = {}) => ({
      authorization: `Bearer ${one.userId}`,
      host: 'localhost',
      ...more,
    })
    const send = (body: Said, query = '', extra: Record<string, string> = {}) =>
      assistant.request<Answer>('POST', `/api/chat${query}`, {
        body,
        headers: headers({ accept: 'application/json', ...extra }),
      })
    return {
      ...one,
      send,
      headers,
      /** Says something in a conversation that goes on. */
      talk: talk(send),
      conversations: (path = '') => assistant.request('GET', `/api/conversations${path}`, { headers: headers() }),
      tasks: async (): Promise<Task[]> => one.all(),
    }
  }
  return { ...tools, assistant, person }
}

const talk = (
  send: (body: Said, query?: string, extra?: Record<string, string>) => Promise<{ status: number; body: Answer }>,
) => {
  let conversationId: string | undefined
  return async (text: string | Said): Promise<Answer> => {
    const said = typeof text === 'string' ? { text } : text
    const { status, body } = await send({ ...(conversationId && { conversationId }), ...said })
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
    conversationId = body.conversationId
    return body
  }
}

function apiOf(people: ReadonlyMap<string, Person>, userId: string) {
  const person = people.get(userId)
  if (!person) throw new Error(`no such person: ${userId}`)
  return {
    call: async (...request: Parameters<Awaited<ReturnType<Person['context']>>['api']['call']>) =>
      (await person.context()).api.call(...request),
  }
}
