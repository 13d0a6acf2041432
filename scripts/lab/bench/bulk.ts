import { setTimeout as wait } from 'node:timers/promises'
import { connect } from '../../../functions/kit/postgres/connect.ts'
import { type Child, startChild } from './parts/child.ts'
import { count, figure, median, note, quantile } from './parts/figure.ts'
import { newTask } from './parts/new-tasks.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'
import { csvFile, jsonFile } from './parts/tasks-file.ts'

type Server = Child<{ address: string }>
interface Answered {
  created?: number
  results?: { task: { id: string } }[]
}

const rows = scaled(10_000, 100)
const MB = 1024 * 1024

/** Batches beside single requests of one client; imports beside the same rows in plain SQL, and beside clicks of others. */
export const bench = (): Promise<void> =>
  withPostgres(async databaseUrl => {
    const server: Server = await startChild('serve-task-api', { databaseUrl, connections: 10 }, ['--expose-gc'])
    await batches(server)
    await imports(server, databaseUrl)
    await memory(server)
    await server.stop()
  })

async function batches(server: Server): Promise<void> {
  const ask = await clientOf(server, 'batcher')
  const create = { op: 'create', task: { ...newTask, tags: ['home'] } }
  const one: number[] = []
  const many: Record<string, number[]> = { create: [], update: [], complete: [], delete: [] }
  const batch = (operations: object[]) => ask('/api/tasks/batch', { operations })
  for (let round = 0; round < scaled(12, 2); round++) {
    for (let i = 0; i < 6; i++) one.push((await ask('/api/tasks', create.task)).tookMs)
    const created = await batch(Array(100).fill(create))
    many.create?.push(created.tookMs)
    const ids = created.body.results?.map(({ task }) => task.id) ?? []
    many.update?.push((await batch(ids.map(id => ({ op: 'update', id, patch: { title: 'Call again' } })))).tookMs)
    for (const op of ['complete', 'delete']) many[op]?.push((await batch(ids.map(id => ({ op, id })))).tookMs)
  }
  const single = median(one)
  const ratio = median(many.create ?? []) / single
  figure('a batch of 100 creates, of one create', `${ratio.toFixed(1)} times`, '<= 12 times', ratio <= 12)
  const medians = Object.entries(many).map(([op, each]) => `100 × ${op} ${median(each).toFixed(0)} ms`)
  note(`one create ${single.toFixed(1)} ms, ${medians.join(', ')}`)
}

async function imports(server: Server, databaseUrl: string): Promise<void> {
  const click = await clientOf(server, 'somebody-else')
  const clickMs = async () => (await click('/api/tasks', newTask)).tookMs
  const idle: number[] = []
  for (let i = 0; i < scaled(200, 20); i++) idle.push(await clickMs())
  const files = { json: jsonFile(rows), csv: csvFile(rows) }
  const took: Record<string, number[]> = { json: [], csv: [], plain: [] }
  const clicks: number[] = []
  for (let round = 0; round < scaled(3, 1); round++) {
    took.plain?.push(await plainInsert(databaseUrl, files.json))
    for (const [kind, file] of Object.entries(files)) {
      const ask = await clientOf(server, `importer-${kind}-${round}`)
      const alone = await ask('/api/import', file, kind === 'csv' ? 'text/csv' : undefined)
      if (alone.body.created !== rows) throw new Error(`Of ${rows} rows ${alone.body.created} were imported.`)
      took[kind]?.push(alone.tookMs)
    }
    const beside = await clientOf(server, `importer-beside-${round}`)
    let running = true
    const importing = beside('/api/import', files.json).finally(() => {
      running = false
    })
    while (running) clicks.push(await clickMs())
    await importing
  }
  const plain = median(took.plain ?? []) / 1000
  for (const kind of ['json', 'csv']) {
    const seconds = median(took[kind] ?? []) / 1000
    const compared = `${seconds.toFixed(1)} s, ${(seconds / plain).toFixed(1)} times the same rows in plain SQL`
    figure(`import of ${count(rows)} rows (${kind})`, compared, '<= 4 s', seconds <= 4)
  }
  const [before, meanwhile] = [quantile(idle, 0.95), quantile(clicks, 0.95)]
  figure(
    "another person's create during an import, p95",
    `${(meanwhile / before).toFixed(1)} times (${meanwhile.toFixed(1)} of ${before.toFixed(1)} ms)`,
    '<= 2 times',
    meanwhile <= 2 * before,
  )
  note(
    `p50 ${median(clicks).toFixed(1)} of ${median(idle).toFixed(1)} ms, longest ${quantile(clicks, 1).toFixed(0)} of ${quantile(idle, 1).toFixed(0)} ms`,
  )
}

/** The same rows in the same table with the same indexes, in statements of 1,000 rows, without words, events or checks. */
async function plainInsert(databaseUrl: string, file: string): Promise<number> {
  const sql = connect(databaseUrl, undefined, { connections: 1 })
  const tasks: { title: string; notes: string; tags: string[] }[] = JSON.parse(file).tasks
  await sql`select 1`
  const began = performance.now()
  await sql.begin(async tx => {
    for (let i = 0; i < tasks.length; i += 1000)
      await tx`
        insert into tasks.task (user_id, id, version, title, notes, status, priority, tags, series_id, occurrence, reminders,
          created_at, updated_at, title_order, title_words, notes_words, tag_keys)
        select 'plain', gen_random_uuid(), 1, title, notes, 'open', 4, tags, gen_random_uuid(), 1, '[]', now(), now(),
          lower(title), lower(title), lower(notes), (select coalesce(array_agg('#' || tag), '{}') from unnest(tags) as tag)
        from json_to_recordset(${tx.json(tasks.slice(i, i + 1000))}::json) as t (title text, notes text, tags text[])`
  })
  const tookMs = performance.now() - began
  await sql`delete from tasks.task where user_id = 'plain'`
  await sql.end()
  return tookMs
}

/** The highest use of the heap during imports of short rows: five times the rows must not need five times the memory. */
async function memory(server: Server): Promise<void> {
  const peaks: number[] = []
  for (const amount of [rows, 5 * rows]) {
    const ask = await clientOf(server, `importer-of-${amount}`)
    const file = JSON.stringify({
      format: 'zerodue',
      version: 1,
      tasks: Array.from({ length: amount }, (_, i) => ({ title: `Task ${i} of many`, tags: ['home'], priority: 'P2' })),
    })
    const { heapUsed: before } = await server.ask<NodeJS.MemoryUsage>('memory')
    let running = true
    const importing = ask('/api/import', file).finally(() => {
      running = false
    })
    let peak = 0
    while (running) {
      const { heapUsed } = await server.ask<NodeJS.MemoryUsage>('memory')
      peak = Math.max(peak, heapUsed - before)
      await wait(100)
    }
    await importing
    peaks.push(peak / MB)
  }
  const [few = 0, many = 0] = peaks
  figure(
    `memory in use during an import of ${count(5 * rows)} rows, of ${count(rows)}`,
    `${many.toFixed(0)} MB of ${few.toFixed(0)} MB`,
    'at most 20 MB more',
    many - few <= 20,
  )
}

/** Sends requests of one person, one after the other, and measures each. */
async function clientOf(server: Server, userId: string) {
  const token = await server.ask<string>('token', userId)
  return async (path: string, body: object | string, type = 'application/json') => {
    const began = performance.now()
    const response = await fetch(server.ready.address + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const answer = (await response.json()) as Answered
    if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer).slice(0, 500)}`)
    return { body: answer, tookMs: performance.now() - began }
  }
}
