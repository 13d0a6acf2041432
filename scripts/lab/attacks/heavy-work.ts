import { randomUUID } from 'node:crypto'
import { type Attack, atOnce, inWaves, type Stage, untilAccepted } from './attack.ts'
import { signUpMany } from './people.ts'
import { send } from './tally.ts'

const json = { 'content-type': 'application/json' }
const mostFileBytes = 10 * 1024 * 1024

/** A CSV file of ten megabytes. */
function csvOf(headings: string, row: (i: number) => string): string {
  const rows = [headings]
  for (let i = 0, bytes = headings.length; ; i++) {
    const next = row(i)
    bytes += next.length + 1
    if (bytes > mostFileBytes) return rows.join('\n')
    rows.push(next)
  }
}

/** Of all sentences tried, the words of a date that take the longest to read. */
const slowDate = (i: number) =>
  `every ${(i % 60) + 1} days until 31 dec ${2030 + (i % 100)} starting tomorrow at 5pm for 3 weeks ${i}`

/** Work that takes much time, memory or many threads, by many people at once. */
export const heavyAttacks: Attack[] = [
  { name: 'fifty imports of 10 MB at once, with exports and batches', prepare: importByMany },
  { name: 'a CSV file of 10 MB with slow dates', prepare: slowFile },
  { name: 'sign-ins with wrong passwords, 200 at once', prepare: wrongPasswords },
  { name: 'a storm: one person creates and completes 2,000 repeating tasks', prepare: storm },
]

async function importByMany(stage: Stage) {
  const people = await signUpMany(stage.address, stage.scaled(50))
  const file = csvOf('title,notes', i => `Task ${i},${'notes '.repeat(800)}`)
  return async () => {
    let imported = 0
    const isOver = () => imported === people.length || stage.over.aborted
    await atOnce(people.length, async i => {
      const headers = { cookie: people[i]?.cookie ?? '' }
      const sent = send(stage, { path: '/api/import', headers: { ...headers, 'content-type': 'text/csv' }, body: file })
      const done = sent.then(() => imported++)
      do {
        await send(stage, { method: 'GET', path: '/api/export', headers })
        const operations = Array.from({ length: 100 }, (_, at) => ({ op: 'create', task: { title: `Task ${at}` } }))
        const body = JSON.stringify({ operations })
        await send(stage, { path: '/api/tasks/batch', headers: { ...headers, ...json }, body })
        await new Promise(resolve => setTimeout(resolve, 1_000))
      } while (!isOver())
      await done
    })
  }
}

async function slowFile(stage: Stage) {
  const body = csvOf('title,due', i => `x,${slowDate(i)}`)
  const headers = { cookie: stage.attacker.cookie, 'content-type': 'text/csv' }
  return async () => {
    await send(stage, { path: '/api/import?skipInvalid=true', headers, body })
  }
}

/** Each from an address of its own, so that the limit of attempts of one address does not end it. */
async function wrongPasswords(stage: Stage) {
  let sent = 0
  return () =>
    inWaves(
      () =>
        atOnce(stage.scaled(200), () => {
          const from = sent++
          const address = `8.${(from >> 16) & 255}.${(from >> 8) & 255}.${from & 255}`
          const body = JSON.stringify({ email: `${randomUUID()}@example.com`, password: 'a wrong one' })
          return send(stage, {
            path: '/api/auth/sign-in/email',
            headers: { ...json, 'x-forwarded-for': address },
            body,
          })
        }),
      stage.over,
    )
}

async function storm(stage: Stage) {
  const headers = { cookie: stage.attacker.cookie, ...json }
  const ids = Array.from({ length: stage.scaled(2_000) }, () => randomUUID())
  const groups = Array.from({ length: Math.ceil(ids.length / 100) }, (_, i) => ids.slice(i * 100, (i + 1) * 100))
  const batch = (operations: object[]) =>
    untilAccepted(
      () => send(stage, { path: '/api/tasks/batch', headers, body: JSON.stringify({ operations }) }),
      stage.over,
    )
  const task = (id: string) => ({
    id,
    title: 'Stretch',
    due: { date: '2030-01-31', time: '09:00', zone: 'Asia/Karachi' },
    repeat: { rule: 'FREQ=DAILY', from: 'due' },
    reminders: [{ before: 'PT30M' }],
  })
  return async () => {
    await Promise.all(groups.map(group => batch(group.map(id => ({ op: 'create', task: task(id) })))))
    await Promise.all(groups.map(group => batch(group.map(id => ({ op: 'complete', id })))))
  }
}
