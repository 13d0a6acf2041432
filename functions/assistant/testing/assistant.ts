import { createHash } from 'node:crypto'
import auditSink from '../../audit-sink/function.ts'
import type { Task } from '../../domain/task.ts'
import { start } from '../../kit/testing/start.ts'
import reminderFirer from '../../reminder-firer/function.ts'
import { handAlarms } from '../../reminder-firer/testing/hand-alarms.ts'
import { taskApi } from '../../task-api/testing/signed-in.ts'
import { allTools } from '../tools/all-tools.ts'
import { createApi } from '../tools/api.ts'
import { runTool, type ToolContext, type ToolResult } from '../tools/tool.ts'

export const confirmSecret = 'the-secret-of-confirmations-in-these-tests'

/** What the tools send to other functions. */
export interface Sent {
  method: string
  path: string
  key: string | null
  body: string
}

type Done<T> = Extract<ToolResult, { outcome: 'done' }> & { data: T }
type Confirm = Extract<ToolResult, { outcome: 'confirm' }>
type Refused = Extract<ToolResult, { outcome: 'refused' }>

export interface Shown {
  id: string
  title: string
  [field: string]: unknown
}
interface Written {
  tasks: Shown[]
  undo: Undo | Undo[]
  [field: string]: unknown
}
export interface Undo {
  tool: string
  arguments: object
}

/** The functions that the tools call, on one database, and people who call tools. */
export async function assistant() {
  const tasks = await taskApi()
  const { databaseUrl, issuer, clock } = tasks
  const now = () => clock.now
  const hand = handAlarms(clock.now.toISOString())
  const firer = await start(reminderFirer, { databaseUrl, issuer, now, alarms: hand.alarms })
  const audit = await start(auditSink, { databaseUrl, issuer, now })
  const addresses = {
    taskApi: 'http://tasks.test',
    reminderFirer: 'http://firer.test',
    auditSink: 'http://audit.test/',
  }
  const apps = { 'tasks.test': tasks.app, 'firer.test': firer.app, 'audit.test': audit.app }
  let delivered = 0

  /** Delivers the task events that task-api has published since the last time, as the broker does. */
  async function deliver(): Promise<void> {
    const fresh = tasks.published.slice(delivered).filter(({ topic }) => topic === 'task-events')
    delivered = tasks.published.length
    for (const event of fresh)
      for (const { status } of [await firer.deliver(event), await audit.deliver(event)])
        if (status >= 300) throw new Error(`${event.type} was answered ${status}`)
  }

  async function person(userId?: string) {
    const direct = await tasks.signedIn(userId)
    const sent: Sent[] = []
    /** Runs between a request of a tool and its answer. */
    const meanwhile: { before?: (sent: Sent) => unknown } = {}
    const context = async (more: Partial<ToolContext> = {}): Promise<ToolContext> => ({
      api: createApi({
        addresses,
        token: await issuer.token(direct.userId),
        signal: new AbortController().signal,
        fetch: async (input, init) => {
          const request = new Request(input as URL, { ...init, redirect: 'follow' })
          const { pathname, search, hostname } = new URL(request.url)
          const body = await request.clone().text()
          const one = {
            method: request.method,
            path: pathname + search,
            key: request.headers.get('idempotency-key'),
            body,
          }
          sent.push(one)
          await meanwhile.before?.(one)
          return (apps[hostname as keyof typeof apps] ?? tasks.app).fetch(request)
        },
      }),
      now: clock.now,
      userId: direct.userId,
      keyOf: async call => {
        const window = Math.floor(clock.now.getTime() / 600_000)
        const text = JSON.stringify([direct.userId, call, window])
        return createHash('sha256').update(text).digest('hex')
      },
      confirmSecret,
      ...more,
    })
    const run = async (tool: string, args: unknown, more?: Partial<ToolContext>): Promise<ToolResult> =>
      runTool(allTools, tool, args, await context(more))

    async function must<T>(outcome: ToolResult['outcome'], tool: string, args: unknown): Promise<T> {
      const result = await run(tool, args)
      if (result.outcome !== outcome) throw new Error(`${tool} is not ${outcome}: ${JSON.stringify(result)}`)
      return result as T
    }
    const done = async <T = Written>(tool: string, args: unknown) => (await must<Done<T>>('done', tool, args)).data
    /** Calls the tool, and again with the token if it asks for a confirmation. */
    async function acted(tool: string, args: object): Promise<Written> {
      const result = await run(tool, args)
      if (result.outcome === 'refused') throw new Error(`${tool}: ${JSON.stringify(result)}`)
      if (result.outcome === 'done') return result.data as Written
      return done(tool, { ...args, confirmToken: result.confirmToken })
    }
    return {
      ...direct,
      sent,
      meanwhile,
      context,
      run,
      done,
      confirm: (tool: string, args: unknown) => must<Confirm>('confirm', tool, args),
      refused: (tool: string, args: unknown) => must<Refused>('refused', tool, args),
      acted,
      /** Makes the calls that a result names to undo it. */
      async undo(undo: Undo | Undo[]) {
        for (const { tool, arguments: args } of [undo].flat()) await acted(tool, args)
      },
      all: async (): Promise<Task[]> => (await direct.list('limit=100')).items,
    }
  }
  return { person, deliver, clock, tasks, firer, audit, hand }
}

export type Person = Awaited<ReturnType<Awaited<ReturnType<typeof assistant>>['person']>>
