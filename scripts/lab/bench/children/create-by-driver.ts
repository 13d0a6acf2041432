// The reference for a create over HTTP: the driver sends the same statement again and again.
import { connect } from '../../../../functions/kit/postgres/connect.ts'
import { insertTasks } from '../../../../functions/task-api/queries.ts'
import { answerParent, input } from '../parts/child.ts'
import { anybody, callerOf, made } from '../parts/new-tasks.ts'

const { databaseUrl, workers } = input<{ databaseUrl: string; workers: number }>()
const sql = connect(databaseUrl, 'task_api', { connections: workers })

answerParent(
  {},
  {
    cpu: () => process.cpuUsage(),
    /** Creates per second. */
    async create(seconds: number) {
      const began = performance.now()
      let done = 0
      const work = async () => {
        while (performance.now() - began < seconds * 1000) {
          const userId = anybody()
          const { task, events } = made(userId)
          await insertTasks(sql, callerOf(userId), [task], events)
          done++
        }
      }
      await Promise.all(Array.from({ length: workers }, work))
      return (done / (performance.now() - began)) * 1000
    },
  },
)
