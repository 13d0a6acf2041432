import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Hono } from 'hono'
import type { DateTime } from 'luxon'
import * as v from 'valibot'
import { CannotStart } from '../kit/postgres/embedded-cannot-start.ts'

const Account = v.object({ email: v.string(), password: v.string() })
type Account = v.InferOutput<typeof Account>

const tasks = [
  { title: 'Buy milk', tags: ['home'], priority: 'P2' },
  { title: 'Water the plants', tags: ['home'], repeat: { rule: 'FREQ=WEEKLY;BYDAY=SA', from: 'due' }, inDays: 1 },
  { title: 'Send the report', notes: 'The **figures** of last month.', tags: ['work'], priority: 'P1', inDays: 2 },
  { title: 'دودھ اور ڈبل روٹی خریدیں', tags: ['گھر'], inDays: 3 },
]

/** A person with a few tasks to look at, made once for a data folder; the password is made too, and kept there. */
export async function demo(app: Pick<Hono, 'request'>, home: string, today: DateTime): Promise<Account> {
  const account = accountIn(path.join(home, 'demo.json'))
  const post = async (pathname: string, body: object, headers: Record<string, string> = {}) =>
    app.request(pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  const signedIn = await post('/api/auth/sign-in/email', account)
  if (signedIn.ok) return account
  const signedUp = await post('/api/auth/sign-up/email', { ...account, name: 'Demo' })
  if (!signedUp.ok) throw refusedAccount(home, await signedUp.text())
  const cookie = signedUp.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
  for (const { inDays, ...task } of tasks) {
    const due = inDays && { date: today.plus({ days: inDays }).toISODate(), zone: today.zoneName }
    const made = await post('/api/tasks', { ...task, ...(due && { due }) }, { cookie })
    if (!made.ok) throw new Error(`A demo task was refused: ${await made.text()}`)
  }
  return account
}

const refusedAccount = (home: string, answer: string) =>
  new CannotStart(
    `The demo account is there already, with another password than ${path.join(home, 'demo.json')} says, or it cannot be made: ${answer}`,
  )

function accountIn(file: string): Account {
  if (!existsSync(file)) {
    const fresh = { email: 'demo@example.com', password: randomBytes(9).toString('base64url') }
    writeFileSync(file, JSON.stringify(fresh), { mode: 0o600 })
  }
  return v.parse(Account, JSON.parse(readFileSync(file, 'utf8')))
}
