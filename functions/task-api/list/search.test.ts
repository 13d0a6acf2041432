import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../kit/postgres/connect.ts'
import { taskApi } from '../testing/signed-in.ts'
import { findPage } from './find-page.ts'

const { signedIn, owner, databaseUrl } = await taskApi()

/** So many that the first scans of a list do not always contain a page. */
const many = 1800

/** The tasks of some years, inserted at once: number 7 of each hundred has the rare word, every fifth is far away. */
async function fill(userId: string) {
  await owner`
    insert into tasks.task (user_id, id, version, title, notes, status, priority, tags, series_id, occurrence, reminders,
      created_at, updated_at, title_order, title_words, notes_words, tag_keys)
    select ${userId}, id, 1, title, '', 'open', 1 + n % 4, '{}', id, 1, '[]', now() - n * interval '1 day', now(), title,
      title, '', '{}'
    from (select n, gen_random_uuid() as id, 'task ' || to_char(n, 'FM0000') || case n % 100 when 7 then ' rare' else ' common' end
        || case n % 5 when 2 then ' fifth' else '' end as title
      from generate_series(1, ${many}) as n) as made`
}

test('a search finds a rare word beyond the first rows and a common one among them, page by page without gaps', async () => {
  const ana = await signedIn()
  await fill(ana.userId)
  for (const [word, wanted] of [
    ['rare', (n: number) => n % 100 === 7],
    ['common', (n: number) => n % 100 !== 7],
    ['fifth', (n: number) => n % 5 === 2],
  ] as const) {
    const titles: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page = await ana.list(
        `q=${word}&sort=title&status=open&limit=${word === 'rare' ? 4 : 40}${next && `&cursor=${next}`}`,
      )
      titles.push(...page.items.map(({ title }) => title))
      next = page.next
    }
    const all = Array.from({ length: many }, (_, i) => i + 1).filter(wanted)
    expect(titles.map(title => Number(title.slice(5, 9)))).toEqual(all)
  }
})

test('every order equals a sort of the whole list', async () => {
  const ana = await signedIn()
  await fill(ana.userId)
  const pages = async (query: string) => (await ana.list(`${query}&limit=100`)).items.map(({ title }) => title)
  for (const sort of ['title', '-title', 'created', '-created', 'priority', '-priority']) {
    const everything: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const page = await ana.list(`sort=${sort}&limit=100${next && `&cursor=${next}`}`)
      everything.push(...page.items.map(({ title }) => title))
      next = page.next
    }
    expect(await pages(`q=rare&sort=${sort}`)).toEqual(everything.filter(title => title.includes('rare')))
    expect(await pages(`q=common&sort=${sort}`)).toEqual(
      everything.filter(title => title.includes('common')).slice(0, 100),
    )
    expect(await pages(`q=fifth&sort=${sort}`)).toEqual(
      everything.filter(title => title.includes('fifth')).slice(0, 100),
    )
  }
})

test.each(["it's", 'back\\slash', "'", "''", "\\'", 'a & b | !c', '<->', 'x:*', 'x:A'])(
  'the tag «%s» is found by its name, and by nothing else',
  async tag => {
    const ana = await signedIn()
    await ana.create({ title: 'With the tag', tags: [tag, 'other'] })
    await ana.create({ title: 'Without it', tags: ['other', 'x', 'a', 'b'] })
    for (const sort of ['relevance', 'title'])
      expect(await ana.titles(`tag=${encodeURIComponent(tag)}&sort=${sort}`)).toEqual(['With the tag'])
  },
)

test('a search finds a word of 500 letters by its prefix', async () => {
  const ana = await signedIn()
  const [long, emoji] = ['ab'.repeat(250), '𐐷'.repeat(500)]
  for (const title of [long, emoji]) await ana.create({ title, notes: long.repeat(30) })
  expect(await ana.titles(`q=${long.slice(0, 200)}&sort=title`)).toContain(long)
  expect(await ana.titles(`q=${encodeURIComponent(emoji.slice(0, 200))}`)).toEqual([emoji])
})

test('a search finds no tasks of another person, even when the owner marks of the two collide', async () => {
  const [ana, bob] = [await signedIn(), await signedIn()]
  const word = `w${randomUUID().slice(0, 8)}`
  await ana.create({ title: word })
  await owner.unsafe(`create or replace function tasks.owner_mark(user_id text) returns text
    language sql immutable parallel safe return 'the same'`)
  await bob.create({ title: `${word} of bob` })
  expect(await bob.titles(`q=${word}`)).toEqual([`${word} of bob`])
})

test('Postgres plans every list for its own caller, also after many lists on one connection', async () => {
  const ana = await signedIn()
  await fill(ana.userId)
  const sql = connect(databaseUrl, 'task_api', { connections: 1 })
  onTestFinished(() => sql.end())
  const query = { tagMode: 'all', deleted: false, limit: 50 } as const
  const page = { now: new Date(), sort: { key: 'due', reversed: false }, position: undefined } as const
  for (const searched of [query, { ...query, q: 'common' }, { ...query, q: 'rare' }])
    for (let time = 0; time < 12; time++) await findPage(sql, ana.userId, { ...page, query: searched })
  const plans = await sql`
    select custom_plans > 0 as custom, generic_plans > 0 as generic from pg_prepared_statements
    where statement like '%tasks.task t%' and cardinality(parameter_types) > 0`
  expect(plans.length).toBeGreaterThan(1)
  for (const plan of plans) expect(plan).toEqual({ custom: true, generic: false })
})
