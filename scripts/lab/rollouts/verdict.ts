import { connect } from '../../../functions/kit/postgres/connect.ts'
import type { Record } from '../platform/topic.ts'
import type { Load } from './load.ts'

interface Evidence {
  databaseUrl: string
  requests: Load
  events: Load
  ends: { code: number | null; ms: number }[]
  records: (topic: string) => Promise<Record[]>
}

/** The counts of a run. Every fault must be 0. */
export interface Seen {
  requests: number
  events: number
  /** Requests that went to the next instance, because an ending one did not accept them. */
  repeated: number
  slowestEndMs: number
  faults: {
    /** Answered with an error. */
    failedRequests: number
    failedEvents: number
    /** Answered, but without effect. */
    lostRequests: number
    lostEvents: number
    /** Tasks without a created event. */
    unannouncedTasks: number
    /** Instances that did not end with 0. */
    badEnds: number
  }
}

export async function verdict({ databaseUrl, requests, events, ends, records }: Evidence): Promise<Seen> {
  const sql = connect(databaseUrl, undefined, { connections: 1 })
  const tasks = new Set((await sql<{ id: string }[]>`select id from tasks.task`).map(({ id }) => id))
  await sql.end()
  const announced = new Set((await records('task-events')).map(({ headers }) => headers.ce_subject))
  const followed = new Set((await records('task-commands')).map(({ value }) => JSON.parse(value).follows?.taskId))
  const bad = ({ answered }: Load, good: number) => [...answered.values()].filter(status => status !== good).length
  const missing = ({ answered }: Load, there: Set<unknown>) =>
    [...answered.keys()].filter(name => !there.has(name)).length
  return {
    requests: requests.answered.size,
    events: events.answered.size,
    repeated: requests.refused + events.refused,
    slowestEndMs: Math.round(Math.max(...ends.map(({ ms }) => ms))),
    faults: {
      failedRequests: bad(requests, 201),
      failedEvents: bad(events, 204),
      lostRequests: missing(requests, tasks),
      lostEvents: missing(events, followed),
      unannouncedTasks: [...tasks].filter(id => !announced.has(id)).length,
      badEnds: ends.filter(({ code }) => code !== 0).length,
    },
  }
}
