import { beforeAll, describe, expect, test } from 'vitest'
import type { LanguageModel } from './model/language-model.ts'
import { chatSystem } from './testing/chat.ts'
import { assistantWithModels } from './testing/model-that.ts'
import { badAnswers, marks, type Step } from './testing/scripted-model.ts'

let system: Awaited<ReturnType<typeof chatSystem>>
let models: Awaited<ReturnType<typeof assistantWithModels>>
let current: LanguageModel
beforeAll(async () => {
  models = await assistantWithModels()
  system = await chatSystem(() => ({ model: async () => current }))
  system.clock.now = new Date('2026-11-18T05:00:00.000Z')
})

async function talkerWith(...steps: [Step, ...Step[]]) {
  const server = await models.modelThat(steps)
  current = server.model
  const person = await system.person()
  await person.request('PATCH', '/api/me', { zone: 'Asia/Karachi' })
  return { ...person, server }
}

const part = (skill: string, quote: string, intention: object) => marks({ parts: [{ skill, quote, intention }] })

describe('with a language model', () => {
  test('a message that the rules know for certain never reaches it', async () => {
    const ana = await talkerWith(badAnswers['500'] ?? badAnswers.refusal ?? (() => {}))
    expect(await ana.talk('add buy milk tomorrow')).toMatchObject({ by: 'rules', calls: [{ tool: 'add_task' }] })
    expect(ana.server.asked).toEqual([])
  })

  test('a message that only the model understands becomes a card, and is done after a yes', async () => {
    const said = 'the landlord situation is behind me, thank goodness'
    const ana = await talkerWith(part('task', said, { intent: 'complete', which: 'the landlord situation' }))
    const { id } = await ana.create({ title: 'Landlord situation' })
    const shown = await ana.talk(said)
    expect(shown).toMatchObject({ by: 'model', calls: [{ tool: 'complete_task', outcome: 'proposed' }] })
    expect(await ana.get(id)).toMatchObject({ status: 'open' })
    expect(await ana.talk('yes')).toMatchObject({ calls: [{ tool: 'complete_task', outcome: 'done' }] })
    expect(await ana.get(id)).toMatchObject({ status: 'done' })
  })

  test('what the model reads from a message is the words of the person, dates included', async () => {
    const said = 'dentist thing, friday instead of thursday'
    const ana = await talkerWith(part('task', said, { intent: 'move', which: 'dentist thing', when: 'friday' }))
    await ana.create({ title: 'Dentist', due: { date: '2026-11-19', zone: 'Asia/Karachi' } })
    const { calls } = await ana.talk(said)
    expect(calls).toMatchObject([{ tool: 'update_task', arguments: { due: { date: '2026-11-20' } } }])
  })

  test('it sees what the person wrote, and no task, no answer and no result', async () => {
    const ana = await talkerWith(part('task', 'hmm the usual', { intent: 'talk' }))
    await ana.create({ title: 'SECRET TITLE', notes: 'SECRET NOTES', tags: ['secret-tag'] })
    await ana.talk('show my tasks')
    await ana.talk('hmm the usual stuff again')
    expect(ana.server.asked.length).toBeGreaterThan(0)
    expect(JSON.stringify(ana.server.asked)).not.toMatch(/secret/i)
    expect(ana.server.asked[0]?.user.earlier).toEqual(['show my tasks'])
  })

  test('a yes of the model is none: only the person confirms', async () => {
    const ana = await talkerWith(part('task', 'well whatever', { intent: 'yes' }))
    const { id } = await ana.create({ title: 'Buy milk' })
    await ana.talk('delete the milk')
    await ana.talk('well whatever you think about it')
    expect(await ana.get(id)).not.toHaveProperty('deletedAt')
  })
})

describe('without a usable answer of the model the rules answer', () => {
  test.each(Object.keys(badAnswers))('after %s', async name => {
    const ana = await talkerWith(badAnswers[name] as Step)
    const answer = await ana.talk('buy milk tomorrow')
    expect(answer).toMatchObject({
      by: 'rules',
      note: 'model-unavailable',
      calls: [{ tool: 'add_task', outcome: 'done' }],
    })
    expect(await ana.tasks()).toMatchObject([{ title: 'buy milk', due: { date: '2026-11-19' } }])
  })
})
