// People who import, export, send batches and sign up, all at once, again and again until the parent ends this process.
import { setTimeout as wait } from 'node:timers/promises'
import { answerParent, input } from '../parts/child.ts'

interface Heavy {
  address: string
  importers: string[]
  exporters: string[]
  batchers: string[]
  signUps: number
  fileBytes: number
  origin: string
}

const { address, importers, exporters, batchers, signUps, fileBytes, origin } = input<Heavy>()
const counts: Record<string, Record<number, number>> = {}

const notes = 'x'.repeat(400)
const file = (userId: string) => {
  const tasks: string[] = []
  for (let bytes = 60, i = 0; bytes < fileBytes - 1_000; i++) {
    const task = JSON.stringify({ title: `Task ${i} of ${userId}`, notes, tags: ['import'] })
    tasks.push(task)
    bytes += task.length + 1
  }
  return `{"format":"zerodue","version":1,"tasks":[${tasks.join()}]}`
}
const batch = JSON.stringify({
  operations: Array.from({ length: 100 }, (_, i) => ({ op: 'create', task: { title: `Task ${i}` } })),
})

async function again(name: string, path: string, options: RequestInit): Promise<never> {
  for (;;) {
    const status = await fetch(address + path, options).then(
      async answer => {
        await answer.arrayBuffer()
        return answer.status
      },
      () => 0,
    )
    const own = counts[name] ?? {}
    counts[name] = { ...own, [status]: (own[status] ?? 0) + 1 }
    // As a client that does not keep to Retry-After, but is no faster than a person's network.
    if (status !== 200) await wait(200)
  }
}

const json = { 'content-type': 'application/json' }
const begin = () => {
  for (const token of importers)
    void again('import', '/api/import', {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${token}` },
      body: file(token.slice(-8)),
    })
  for (const token of exporters) void again('export', '/api/export', { headers: { authorization: `Bearer ${token}` } })
  for (const token of batchers)
    void again('batch', '/api/tasks/batch', {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${token}` },
      body: batch,
    })
  for (let i = 0; i < signUps; i++)
    void again('sign-in', '/api/auth/sign-in/email', {
      method: 'POST',
      headers: { ...json, origin },
      body: JSON.stringify({ email: `nobody${i}@example.com`, password: 'wrong password' }),
    })
  return true
}

answerParent({}, { begin, counts: () => counts })
