import { describe, expect, test } from 'vitest'
import { type Problem, taskApi } from '../testing/signed-in.ts'

const { signedIn, clock, owner } = await taskApi()

/** 14:30 on Saturday 21 November in Karachi. */
const zone = 'Asia/Karachi'

async function karachi() {
  const ana = await signedIn()
  await owner`insert into identity.profile (user_id, zone) values (${ana.userId}, ${zone})`
  return ana
}

describe('due', () => {
  test('uses the days of the user, whatever the zone of a task', async () => {
    const ana = await karachi()
    await ana.create({ title: 'yesterday', due: { date: '2026-11-20', zone } })
    await ana.create({ title: 'today', due: { date: '2026-11-21', zone } })
    await ana.create({ title: 'this morning', due: { date: '2026-11-21', time: '09:00', zone } })
    await ana.create({ title: 'tonight', due: { date: '2026-11-21', time: '23:59', zone } })
    await ana.create({
      title: 'still today for Ana',
      due: { date: '2026-11-21', time: '13:00', zone: 'America/New_York' },
    })
    await ana.create({
      title: 'tomorrow for Ana',
      due: { date: '2026-11-21', time: '15:00', zone: 'America/New_York' },
    })
    await ana.create({ title: 'sunday', due: { date: '2026-11-22', zone } })
    await ana.create({ title: 'next monday', due: { date: '2026-11-23', zone } })
    await ana.create({ title: 'whenever' })
    expect(await ana.titles('due=overdue')).toEqual(['yesterday', 'this morning'])
    expect(await ana.titles('due=today')).toEqual(['this morning', 'still today for Ana', 'tonight', 'today'])
    expect(await ana.titles('due=week')).toEqual([
      'yesterday',
      'this morning',
      'still today for Ana',
      'tonight',
      'today',
      'tomorrow for Ana',
      'sunday',
    ])
    expect(await ana.titles('due=none')).toEqual(['whenever'])
    expect(await ana.titles('dueFrom=2026-11-22&dueTo=2026-11-22')).toEqual(['tomorrow for Ana', 'sunday'])
    expect(await ana.titles('dueFrom=2026-11-21T18:00:00Z&dueTo=2026-11-21T20:00:00Z')).toEqual([
      'still today for Ana',
      'tonight',
      'today',
      'tomorrow for Ana',
    ])
  })

  test('does not show done tasks as overdue', async () => {
    const ana = await karachi()
    const task = await ana.create({ title: 'late', due: { date: '2026-11-01', zone } })
    await ana.complete(task.id)
    expect(await ana.titles('due=overdue')).toEqual([])
  })
})

describe('filters', () => {
  test('work alone and together', async () => {
    const ana = await signedIn()
    const due = { date: '2026-12-01', zone }
    const gym = await ana.create({
      title: 'gym',
      due,
      repeat: { rule: 'FREQ=DAILY' },
      priority: 'P1',
      tags: ['Health'],
    })
    await ana.create({ title: 'milk', priority: 'P2', tags: ['home', 'health'] })
    await ana.create({ title: 'bread', reminders: [{ at: '2026-12-01T09:00:00Z' }], tags: ['HOME'] })
    const done = await ana.create({ title: 'taxes', priority: 'P1' })
    await ana.complete(done.id)
    const all = 'sort=title'
    expect(await ana.titles(`${all}&status=done`)).toEqual(['taxes'])
    expect(await ana.titles(`${all}&priority=P1&priority=P2`)).toEqual(['gym', 'milk', 'taxes'])
    expect(await ana.titles(`${all}&tag=health`)).toEqual(['gym', 'milk'])
    expect(await ana.titles(`${all}&tag=home&tag=health`)).toEqual(['milk'])
    expect(await ana.titles(`${all}&tag=home&tag=health&tagMode=any`)).toEqual(['bread', 'gym', 'milk'])
    expect(await ana.titles(`${all}&repeating=true`)).toEqual(['gym'])
    expect(await ana.titles(`${all}&repeating=false&status=open`)).toEqual(['bread', 'milk'])
    expect(await ana.titles(`${all}&hasReminder=true`)).toEqual(['bread'])
    expect(await ana.titles(`${all}&seriesId=${gym.seriesId}`)).toEqual(['gym'])
    expect(await ana.titles(`${all}&q=milk&tag=home&priority=P2&status=open`)).toEqual(['milk'])
    expect(await ana.titles(`${all}&tag=home&tag=nothing`)).toEqual([])
  })
})

describe('sorts', () => {
  test('give every row one position, and - reverses the order', async () => {
    const ana = await signedIn()
    const rows = [
      { title: 'Éclair', priority: 'P3', due: { date: '2026-12-03', zone } },
      { title: 'apple', priority: 'P1' },
      { title: 'Banana', priority: 'P2', due: { date: '2026-12-01', time: '09:00', zone } },
    ]
    for (const row of rows) {
      await ana.create(row)
      clock.now = new Date(clock.now.getTime() + 1)
    }
    expect(await ana.titles('sort=title')).toEqual(['apple', 'Banana', 'Éclair'])
    expect(await ana.titles('sort=-title')).toEqual(['Éclair', 'Banana', 'apple'])
    expect(await ana.titles('sort=due')).toEqual(['Banana', 'Éclair', 'apple'])
    expect(await ana.titles('sort=-due')).toEqual(['apple', 'Éclair', 'Banana'])
    expect(await ana.titles('sort=priority')).toEqual(['apple', 'Banana', 'Éclair'])
    expect(await ana.titles('sort=created')).toEqual(['Éclair', 'apple', 'Banana'])
    expect(await ana.titles('sort=-updated')).toEqual(['Banana', 'apple', 'Éclair'])
    expect(await ana.titles()).toEqual(['Banana', 'Éclair', 'apple'])
  })
})

describe('search', () => {
  test('finds prefixes of words in titles, notes and tags, ignores case and accents, and ranks titles first', async () => {
    const ana = await signedIn()
    await ana.create({ title: 'Call the café', notes: 'about the party' })
    await ana.create({ title: 'Party hats', tags: ['Birthday'] })
    await ana.create({ title: 'Something else' })
    expect(await ana.titles('q=cafe')).toEqual(['Call the café'])
    expect(await ana.titles('q=CAL')).toEqual(['Call the café'])
    expect(await ana.titles('q=par')).toEqual(['Party hats', 'Call the café'])
    expect(await ana.titles('q=birth%20hat')).toEqual(['Party hats'])
    expect(await ana.titles('q=hats%20nothing')).toEqual([])
    expect(await ana.titles('q=%21%21')).toEqual([])
    expect(await ana.titles(`q=${encodeURIComponent("hats' & | ! \\ :* <->")}`)).toEqual(['Party hats'])
  })

  test('forgives typing errors, but adds no guesses to a correct word', async () => {
    const ana = await signedIn()
    await ana.create({ title: 'Buy groceries' })
    await ana.create({ title: 'Milk for the cat' })
    await ana.create({ title: 'Mild soap' })
    expect(await ana.titles('q=grocreies')).toEqual(['Buy groceries'])
    expect(await ana.titles('q=grceries')).toEqual(['Buy groceries'])
    expect(await ana.titles('q=mlik')).toEqual(['Milk for the cat'])
    expect(await ana.titles('q=milk')).toEqual(['Milk for the cat'])
    expect(await ana.titles('q=zzzzzz')).toEqual([])
  })

  test('finds Urdu words in every encoding of their letters', async () => {
    const ana = await signedIn()
    await ana.create({ title: 'دودھ اور روٹی لانا', tags: ['گھر'] })
    await ana.create({ title: 'کتاب پڑھنا' })
    expect(await ana.titles('q=دودھ')).toEqual(['دودھ اور روٹی لانا'])
    expect(await ana.titles('q=روٹ')).toEqual(['دودھ اور روٹی لانا'])
    expect(await ana.titles(`q=${encodeURIComponent('كتاب')}`)).toEqual(['کتاب پڑھنا'])
    expect(await ana.titles(`tag=${encodeURIComponent('گھر')}`)).toEqual(['دودھ اور روٹی لانا'])
    expect(await ana.titles(`q=${encodeURIComponent('کتآب')}`)).toEqual(['کتاب پڑھنا'])
  })

  test('finds no tasks of another person', async () => {
    const [ana, bob] = [await signedIn(), await signedIn()]
    await ana.create({ title: 'Secret plan', tags: ['hidden'] })
    expect(await bob.titles('q=secret')).toEqual([])
    expect(await bob.titles('tag=hidden')).toEqual([])
    expect(await bob.titles('q=secrte')).toEqual([])
  })
})

describe('pages', () => {
  async function walk(
    ana: Awaited<ReturnType<typeof signedIn>>,
    query: string,
    between?: (page: number) => Promise<unknown>,
  ) {
    const seen: string[] = []
    let next: string | null = ''
    for (let page = 0; next !== null; page++) {
      const list: { items: { id: string }[]; next: string | null } = await ana.list(
        `${query}${next && `&cursor=${next}`}`,
      )
      seen.push(...list.items.map(({ id }) => id))
      next = list.next
      await between?.(page)
    }
    return seen
  }

  test.each([
    'due',
    '-due',
    'priority',
    '-priority',
    'created',
    '-created',
    'updated',
    'title',
    '-title',
    'relevance&q=same',
  ])('sorted by %s show every task once, even with equal sort values', async sort => {
    const ana = await signedIn()
    const operations = Array.from({ length: 25 }, (_, i) => ({
      op: 'create',
      task: { title: 'Same', priority: `P${(i % 3) + 1}`, ...(i % 2 && { due: { date: '2026-12-01', zone } }) },
    }))
    await ana.request('POST', '/api/tasks/batch', { operations })
    const seen = await walk(ana, `sort=${sort}&limit=4`)
    expect(seen).toHaveLength(25)
    expect(new Set(seen).size).toBe(25)
  })

  test('neither skip nor repeat an unchanged task while others are created, deleted and changed', async () => {
    const ana = await signedIn()
    const operations = Array.from({ length: 30 }, (_, i) => ({ op: 'create', task: { title: `Stays ${i}` } }))
    const { body } = await ana.request('POST', '/api/tasks/batch', { operations })
    const stays = (body as { results: { task: { id: string } }[] }).results.map(({ task }) => task.id)
    const goes = await ana.create({ title: 'Goes' })
    const seen = await walk(ana, 'sort=created&limit=5', async page => {
      await ana.create({ title: `New ${page}` })
      await ana.patch(stays[page * 3] ?? '', { title: `Changed ${page}` })
      if (page === 1) await ana.remove(goes.id)
    })
    for (const id of stays) expect(seen.filter(other => other === id)).toHaveLength(1)
  })

  test('with a cursor of another person, of another query or an invented one are refused', async () => {
    const [ana, bob] = [await signedIn(), await signedIn()]
    for (const title of ['a', 'b', 'c']) await ana.create({ title })
    const { next } = await ana.list('limit=1')
    const forged = `${Buffer.from('{"after":["infinity",1,"x"],"now":"2026-01-01"}').toString('base64url')}.${next?.split('.')[1]}`
    for (const [person, query] of [
      [bob, `limit=1&cursor=${next}`],
      [ana, `limit=1&sort=title&cursor=${next}`],
      [ana, `limit=1&cursor=${forged}`],
      [ana, `limit=1&cursor=${next?.slice(0, -2)}`],
      [ana, 'limit=1&cursor=%00'],
      [ana, 'limit=1&cursor=x'],
    ] as const) {
      const { status, body } = await person.request('GET', `/api/tasks?${query}`)
      expect(status).toBe(400)
      expect(['invalid-cursor', 'invalid-request']).toContain((body as Problem).code)
    }
    expect((await ana.list(`limit=2&cursor=${next}`)).items).toHaveLength(2)
  })
})

test.each([
  ['limit=0', 'query.limit'],
  ['limit=101', 'query.limit'],
  ['limit=ten', 'query.limit'],
  ['limit=1&limit=2', 'query.limit'],
  ['status=late', 'query.status'],
  ['sort=color', 'query.sort'],
  ['dueFrom=2026-02-30', 'query.dueFrom'],
  ['dueTo=1900-', 'query.dueTo'],
  ['dueFrom=0.5', 'query.dueFrom'],
  ['colour=red', 'query.colour'],
  ['constructor=1', 'query.constructor'],
  ['__proto__=1', 'query.__proto__'],
  [`q=${'x'.repeat(201)}`, 'query.q'],
  ['q=%00', 'query.q'],
  ['priority=P5', 'query.priority.0'],
])('?%s is refused, and the error names %s', async (query, path) => {
  const ana = await signedIn()
  const { status, body } = await ana.request('GET', `/api/tasks?${query}`)
  expect(status).toBe(400)
  expect((body as Problem).errors[0]?.path).toBe(path)
})
