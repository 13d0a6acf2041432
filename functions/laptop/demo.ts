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

/** A demo account with a few tasks, created once for a data folder. Its random password is stored there too. */
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
  if (!signedUp.ok)
    throw new CannotStart(
      `Cannot sign in to the demo account with the password in ${path.join(home, 'demo.json')}, and cannot create it: ` +
        `${await signedUp.text()}. Put that file back, or start without --demo.`,
    )
  const cookie = signedUp.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
  for (const { inDays, ...task } of tasks) {
    const due = inDays && { date: today.plus({ days: inDays }).toISODate(), zone: today.zoneName }
    const created = await post('/api/tasks', { ...task, ...(due && { due }) }, { cookie })
    if (!created.ok) throw new Error(`A demo task was refused: ${await created.text()}`)
  }
  return account
}

function accountIn(file: string): Account {
  if (!existsSync(file)) {
    const fresh = { email: 'demo@example.com', password: randomBytes(9).toString('base64url') }
    writeFileSync(file, JSON.stringify(fresh), { mode: 0o600 })
  }
  return v.parse(Account, JSON.parse(readFileSync(file, 'utf8')))
}
