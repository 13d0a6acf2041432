import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { beforeAll, expect, test } from 'vitest'
import { assistant, type Person } from '../testing/assistant.ts'
import { estimateTokens } from './fit.ts'

const system = await assistant()

const texts = {
  English: 'Remember to water the tall plants behind the house before the neighbours come back from Lahore. ',
  Urdu: 'گھر کے پیچھے والے لمبے پودوں کو پانی دینا یاد رکھیں اس سے پہلے کہ ہمسائے لاہور سے واپس آئیں۔ ',
}
/** The most expensive text that people write: codes, other scripts and emoji. */
const expensive = [
  'xq7Zk Wv2pL9 jfKd0 QmTy8sB nRz4 ',
  '牛乳を買うのを忘れないでください。',
  'दूध खरीदना याद रखें। ',
  '🥛👩‍👩‍👧🏽🎂',
  'ꙮ᠎ᎀ',
]
const most = 2_000

const repeated = (text: string, length: number) =>
  [...text.repeat(Math.ceil(length / text.length))].slice(0, length).join('')
/** `changed` is for the audit trail, and no door sends it. */
const tokensOf = (result: object) => countTokens(JSON.stringify({ ...result, changed: undefined }))

/** The longest task that can be stored. */
const longest = (text: string, i: number) => ({
  title: repeated(`${i} ${text}`, 500),
  notes: repeated(`${i} ${text}`, 20_000),
  priority: 'P1',
  tags: Array.from({ length: 20 }, (_, n) => repeated(`${n}x${text.replaceAll(/[\s,#]/g, '')}`, 50)),
  due: { date: '2026-12-01', time: '09:30', zone: 'America/Argentina/ComodRivadavia' },
  repeat: { rule: `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;UNTIL=21000101T000000Z` },
  reminders: Array.from({ length: 20 }, (_, n) => ({ before: `PT${n + 10}M`, every: 'PT10M' })),
})

for (const [language, text] of Object.entries(texts)) {
  const opened: { ana?: Person; ids: string[] } = { ids: [] }
  const ana = () => opened.ana ?? fail()

  beforeAll(async () => {
    opened.ana = await system.person()
    for (let i = 0; i < 21; i++) opened.ids.push((await ana().create(longest(text, i))).id)
    await ana().patch(opened.ids[0] ?? '', {
      notes: repeated(`new ${text}`, 20_000),
      title: repeated(`new ${text}`, 500),
    })
    await system.deliver()
  })

  test.each<[string, () => object]>([
    ['list_tasks', () => ({})],
    ['list_recurring_tasks', () => ({})],
    ['find_task', () => ({ text: text.split(' ')[1] })],
    ['list_tags', () => ({})],
    ['list_reminders', () => ({})],
    ['get_history', () => ({})],
    ['get_history', () => ({ taskId: opened.ids[0] })],
    ['set_reminder', () => ({ taskId: opened.ids[1], remove: 'first' })],
    ['complete_task', () => ({ taskIds: opened.ids.slice(1, 2) })],
    ['complete_task', () => ({ taskIds: opened.ids.slice(0, 20) })],
    ['reopen_task', () => ({ taskIds: opened.ids.slice(0, 20) })],
    ['update_task', () => ({ taskIds: opened.ids.slice(1, 2), title: 'Short', addTags: [], removeTags: ['none'] })],
    ['update_task', () => ({ taskIds: opened.ids.slice(2, 3), notes: 'Short' })],
    [
      'update_task',
      () => ({
        taskIds: opened.ids.slice(0, 20),
        title: repeated(`other ${text}`, 500),
        notes: repeated(`other ${text}`, 2_000),
        removeTags: longest(text, 0).tags,
        priority: 'P2',
        due: null,
        repeat: null,
      }),
    ],
    ['delete_task', () => ({ taskIds: opened.ids.slice(0, 20) })],
    ['restore_task', () => ({ taskIds: opened.ids.slice(0, 20) })],
    ['add_task', () => longest(text, 50)],
  ])(`%s answers at most 2,000 tokens about the longest tasks (${language})`, async (tool, args) => {
    const call: Record<string, unknown> = { ...args() }
    if (call.remove) call.remove = (await ana().get(String(call.taskId))).reminders[0]?.id
    const result = await ana().run(tool, call)
    expect(result.outcome).not.toBe('refused')
    expect(tokensOf(result)).toBeLessThanOrEqual(most)
    if (result.outcome !== 'confirm') return
    const done = await ana().run(tool, { ...call, confirmToken: result.confirmToken })
    expect(done.outcome).toBe('done')
    expect(tokensOf(done)).toBeLessThanOrEqual(most)
  })
}

test.each([...Object.values(texts), ...expensive])('the estimate of tokens is not lower than the count: %s', text => {
  const task = longest(text, 1)
  for (const value of [task, { title: task.title }, { tags: task.tags }])
    expect(estimateTokens(value)).toBeGreaterThanOrEqual(tokensOf(value))
})

test('the longest call, about 50 tasks, still answers in a bounded number of tokens', async () => {
  const ana = await system.person()
  const ids: string[] = []
  for (let i = 0; i < 50; i++) ids.push((await ana.create({ title: repeated(texts.Urdu, 500) })).id)
  const shown = await ana.confirm('complete_task', { taskIds: ids })
  expect(tokensOf(shown)).toBeLessThanOrEqual(5_000)
  const done = await ana.run('complete_task', { taskIds: ids, confirmToken: shown.confirmToken })
  expect(tokensOf(done)).toBeLessThanOrEqual(5_000)
  const { tasks } = (done as { data: { tasks: object[] } }).data
  expect(tasks).toHaveLength(50)
})

const fail = (): never => {
  throw new Error('The person of these tests was not made: the error above says why.')
}
