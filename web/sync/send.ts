import type { Task } from '../../functions/domain/task.ts'
import { nextToSend } from '../model/next-to-send.ts'
import type { Operation } from '../model/operation.ts'
import { receive, receiveAnswer, receiveRefusal } from '../model/receive.ts'
import { together } from '../model/together.ts'
import type { Hub } from './hub.ts'
import { requestOf } from './request-of.ts'
import { isProblem, type Problem, type Server, Unreachable } from './server.ts'

export type Sent = 'nothing' | 'sent' | 'signed-out'

/** Sends the next operation and applies the answer. Throws `Unreachable`: the operation stays and is sent again. */
export async function sendNext(hub: Hub, server: Server): Promise<Sent> {
  const operation = nextToSend(hub.replica)
  if (!operation) return 'nothing'
  const { path, options } = requestOf(operation, hub.replica.tasks.get(operation.taskId)?.version)
  const answer = await server.ask<Task>(path, options)
  if (!isProblem(answer)) await hub.commit(receiveAnswer(hub.replica, operation, answer))
  else if (answer.status === 401) return 'signed-out'
  else await handleRefusal(hub, server, operation, answer)
  return 'sent'
}

async function handleRefusal(hub: Hub, server: Server, operation: Operation, problem: Problem): Promise<void> {
  const { refused, task } = problem
  // Another device was faster: the edit is rebased, and sent again if anything remains of it.
  if (refused === 'version-moved-on' && task) return hub.commit(receive(hub.replica, task))
  if (refused === 'idempotency-key-in-use') throw new Unreachable(refused)
  const existing = async () => {
    const answer = await server.ask<Task>(`/api/tasks/${operation.taskId}`)
    return isProblem(answer) ? undefined : answer
  }
  if (refused === 'task-exists') {
    const known = await existing()
    if (known) return hub.commit(receiveAnswer(hub.replica, operation, known))
  }
  const { detail, errors, traceId } = problem
  const refusal = receiveRefusal(operation, { refused, detail, errors, ...(traceId && { traceId }) })
  // A snapshot does not name deleted tasks, so this device may not know yet.
  const deleted = refused === 'task-deleted' ? await existing() : undefined
  return hub.commit(deleted ? together(receive(hub.replica, deleted), refusal) : refusal)
}
