import { randomUUID } from 'node:crypto'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { type Person, type Problem, taskApi } from '../testing/signed-in.ts'

const { app, signedIn, owner, sql, clock } = await taskApi()

interface Made {
  createdAt: string
  url: string
}
const make = async (person: Person, headers: Record<string, string> = {}) =>
  (await person.request('POST', '/api/calendar', undefined, headers)).body as unknown as Made
const read = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  app.request(new URL(url).pathname + new URL(url).search, { method, headers })
const textOf = async (url: string) => (await read(url)).text()
const timed = { date: '2026-12-01', time: '09:00', zone: 'Asia/Karachi' }

describe('a calendar', () => {
  test('exists after its creation, at an address that is shown once and stored nowhere', async () => {
    const ana = await signedIn()
    expect((await ana.request('GET', '/api/calendar')).body).toEqual({ createdAt: null })
    const { url } = await make(ana)
    expect(url).toMatch(/^http:\/\/localhost\/api\/calendar\/[\w-]{43}\.ics$/)
    expect((await ana.request('GET', '/api/calendar')).body).toEqual({ createdAt: clock.now.toISOString() })
    const secret = url.slice(-47, -4)
    const [stored] = await owner<{ text: string }[]>`
      select string_agg(c::text, '') || coalesce((select string_agg(i::text, '') from tasks.idempotency i), '') as text
      from identity.calendar c`
    expect(stored?.text).not.toContain(secret)
    expect(stored?.text).not.toContain(Buffer.from(secret, 'base64url').toString('hex'))
  })

  test('shows open tasks with a date, and nothing else, to anybody who has the address', async () => {
    const [ana, bob] = [await signedIn(), await signedIn()]
    await ana.create({ title: 'Timed', due: timed, tags: ['home'], notes: 'a; b', reminders: [{ before: 'PT5M' }] })
    await ana.create({ title: 'Whole day', due: { date: '2026-12-02', zone: 'Asia/Karachi' } })
    await ana.create({ title: 'Dateless' })
    await ana.complete((await ana.create({ title: 'Done', due: timed })).id)
    await ana.remove((await ana.create({ title: 'Gone', due: timed })).id)
    await bob.create({ title: 'of Bob', due: timed })
    const { url } = await make(ana)

    const response = await read(url)
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('private, max-age=900')
    const text = await response.text()
    const summaries = (all: string) => [...all.matchAll(/SUMMARY:(.*)\r/g)].map(([, title]) => title).sort()
    expect(summaries(text)).toEqual(['Timed', 'Whole day'])
    expect(text).toContain('X-WR-CALNAME:Zerodue\r\n')
    expect(text).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n')
    expect(text).toContain('DTSTART;TZID=Asia/Karachi:20261201T090000\r\nDURATION:PT30M\r\n')
    expect(text).toContain('DTSTART;VALUE=DATE:20261202\r\n')
    expect(text).not.toContain('VTODO')
    expect(text).not.toContain('VALARM')
    const tasks = await textOf(`${url}?as=tasks`)
    expect(summaries(tasks)).toEqual(['Timed', 'Whole day'])
    expect(tasks).not.toContain('VEVENT')
    expect(tasks).not.toContain('VALARM')
  })

  test('can be read by another program, even with hundreds of tasks', async () => {
    const ana = await signedIn()
    const operations = Array.from({ length: 100 }, (_, i) => ({
      op: 'create',
      task: { title: `Task ${i}`, due: timed },
    }))
    for (let i = 0; i < 6; i++) await ana.request('POST', '/api/tasks/batch', { operations })
    const { url } = await make(ana)
    const calendar = new ICAL.Component(ICAL.parse(await textOf(url)))
    const events = calendar.getAllSubcomponents('vevent')
    expect(events).toHaveLength(600)
    expect(events[0]?.getFirstPropertyValue('dtstart').toJSDate().toISOString()).toBe('2026-12-01T04:00:00.000Z')
  })

  test('shows future occurrences of a series that counts from the due date, but not from completion', async () => {
    const ana = await signedIn()
    await ana.create({ title: 'a', due: timed, repeat: { rule: 'FREQ=WEEKLY;COUNT=5' }, occurrence: 3 })
    await ana.create({ title: 'b', due: timed, repeat: { rule: 'FREQ=DAILY', from: 'completion' } })
    const text = await textOf((await make(ana)).url)
    expect([...text.matchAll(/RRULE:(.*)\r/g)].map(([, rule]) => rule)).toEqual(['FREQ=WEEKLY;COUNT=3'])
  })
})

describe('its address', () => {
  test('stops working at once when the calendar gets a new one or is deleted', async () => {
    const ana = await signedIn()
    const [first, second] = [await make(ana), await make(ana)]
    expect((await read(first.url)).status).toBe(404)
    expect((await read(second.url)).status).toBe(200)
    expect((await ana.request('DELETE', '/api/calendar')).status).toBe(204)
    expect((await read(second.url)).status).toBe(404)
    expect((await ana.request('DELETE', '/api/calendar')).status).toBe(404)
  })

  test.each(['a'.repeat(43), 'short', 'a'.repeat(500), '%00', "' or true --"])(
    'that is wrong (%s) finds nothing',
    async secret => {
      const response = await read(`http://localhost/api/calendar/${encodeURIComponent(secret)}.ics`)
      expect([response.status, ((await response.json()) as Problem).code]).toEqual([404, 'feed-not-found'])
    },
  )

  test('finds nothing when it is cut off or continued', async () => {
    const { url } = await make(await signedIn())
    expect((await read(url.slice(0, -4))).status).toBe(404)
    expect((await read(`${url}.ics`)).status).toBe(404)
  })

  test('is the same for a repeated idempotency key, and different for another person with that key', async () => {
    const [ana, bob] = [await signedIn(), await signedIn()]
    const key = { 'idempotency-key': randomUUID() }
    const first = await make(ana, key)
    expect(await make(ana, key)).toEqual(first)
    expect((await read(first.url)).status).toBe(200)
    expect((await make(bob, key)).url).not.toBe(first.url)
  })

  test('cannot be created by an API token, because it would outlive the token', async () => {
    const ana = await signedIn()
    const { body } = await ana.request('POST', '/api/me/tokens', { name: 'cli', scopes: ['read', 'write'] })
    const authorization = `Bearer ${(body as unknown as { token: string }).token}`
    for (const method of ['POST', 'DELETE']) {
      const reply = await ana.request(method, '/api/calendar', undefined, { authorization })
      expect([reply.status, (reply.body as Problem).code]).toEqual([403, 'not-allowed'])
    }
  })

  test('is deleted with the account', async () => {
    const ana = await signedIn()
    const { url } = await make(ana)
    expect((await ana.request('DELETE', '/api/me')).status).toBe(204)
    expect((await read(url)).status).toBe(404)
  })
})

describe('a calendar program', () => {
  test('gets a 304 until a task changes', async () => {
    const ana = await signedIn()
    const task = await ana.create({ title: 'a', due: timed })
    const { url } = await make(ana)
    const etag = (await read(url)).headers.get('etag') ?? ''
    const again = await read(url, { 'if-none-match': `"other", W/${etag}` })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    expect((await read(`${url}?as=tasks`, { 'if-none-match': etag })).status).toBe(200)
    await ana.create({ title: 'Dateless' })
    expect((await read(url, { 'if-none-match': etag })).status).toBe(304)
    await ana.patch(task.id, { title: 'b' })
    expect((await read(url, { 'if-none-match': etag })).status).toBe(200)
  })

  test('can send a HEAD request', async () => {
    const { url } = await make(await signedIn())
    const response = await read(url, {}, 'HEAD')
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(response.headers.get('etag')).toMatch(/^"[\w-]{22}"$/)
    expect((await read(url, {}, 'PUT')).status).toBe(405)
  })
})

test('the role of task-api cannot list calendars without an address', async () => {
  const ana = await signedIn()
  await make(ana)
  expect(await sql`select * from identity.calendar`).toEqual([])
  expect(await sql`select identity.calendar_owner(${Buffer.alloc(32)}) as owner`).toEqual([{ owner: null }])
})
