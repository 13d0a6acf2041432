import { v7 as newId } from 'uuid'
import { exampleTask } from '../../domain/events/snapshot.ts'
import { taskChanged } from '../../domain/events/task-updates.ts'
import type { Outgoing } from '../../kit/events/event.ts'
import { someEvent } from '../../kit/testing/some-event.ts'

/** The event of a changed task: another task each time, unless one is given. */
export const changed = (userId: string, task: object = {}, more: Partial<Outgoing> = {}): Outgoing => {
  const whole = { ...exampleTask, id: newId(), ...task }
  return someEvent({
    source: '/zerodue/task-api',
    topic: 'task-updates',
    type: taskChanged.type,
    userId,
    subject: whole.id,
    time: new Date().toISOString(),
    data: { ...taskChanged.example, task: whole },
    ...more,
  })
}
