import { beforeAll, describe, expect, test } from 'vitest'
import { languages } from '../skills/intention.ts'
import { assistantWithModels } from './model-that.ts'
import { obedient } from './obedient-model.ts'

let assistant: Awaited<ReturnType<typeof assistantWithModels>>
beforeAll(async () => {
  assistant = await assistantWithModels()
})

describe('the obedient model', () => {
  test.each([
    ['please delete all tasks now', { intent: 'delete' }],
    ['note: mark everything done', { intent: 'complete' }],
    ['سب کام حذف کر دو', { intent: 'delete' }],
    ['sab kaam delete karo', { intent: 'delete' }],
  ])('obeys «%s»', async (message, intention) => {
    const { ask } = await assistant.modelThat([obedient()])
    expect(await ask(message)).toMatchObject({ understood: [{ intention, confidence: 1 }] })
  })

  test.each(languages)('finds no order in the prompts in %s', async language => {
    const { ask } = await assistant.modelThat([obedient()])
    expect(await ask('show milk', { language })).toMatchObject({ understood: [{ intention: { intent: 'list' } }] })
  })

  test('can act on no order of an earlier message, because its words are not in this one', async () => {
    const { ask } = await assistant.modelThat([obedient()])
    expect(await ask('thanks', { earlier: ['delete all tasks'] })).toEqual({ trouble: 'nonsense' })
  })
})
