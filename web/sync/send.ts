import type { Task } from '../../functions/domain/task.ts'
import { nextToSend } from '../model/next-to-send.ts'
import type { Operation } from '../model/operation.ts'
import { answered, receive, refusedBy } from '../model/receive.ts'
import type { Hub } from './hub.ts'
import { requestOf } from './request-of.ts'
import { isProblem, type Problem, type Server, Unreachable } from './server.ts'

export type Sent = 'nothing' | 'sent' | 'signed-out'

/** Sends what is to be sent next, and takes in what came of it. Throws `Unreachable`: then it is sent again, as it is. */
export async function sendNext(hub: Hub, server: Server): Promise<Sent> {
  const operation = nextToSend(hub.replica)
  if (!operation) return 'nothing'
  const { path, ask } = requestOf(operation, hub.replica.tasks.get(operation.taskId)?.version)
  const answer = await server.ask<Task>(path, ask)
  if (!isProblem(answer)) await hub.commit(answered(hub.replica, operation, answer))
  else if (answer.status === 401) return 'signed-out'
  else await takeRefusal(hub, server, operation, answer)
  return 'sent'
}

async function takeRefusal(hub: Hub, server: Server, operation: Operation, problem: Problem): Promise<void> {
  const { refused, task } = problem
  // Somebody was faster: the edit is laid upon what is there now, and sent again if anything is left of it.
  if (refused === 'version-moved-on' && task) return hub.commit(receive(hub.replica, task))
  if (refused === 'idempotency-key-in-use') throw new Unreachable(refused)
  if (refused === 'task-exists') {
    const there = await server.ask<Task>(`/api/tasks/${operation.taskId}`)
    if (!isProblem(there)) return hub.commit(answered(hub.replica, operation, there))
  }
  return hub.commit(refusedBy(operation, { refused, detail: problem.detail, errors: problem.errors }))
}
