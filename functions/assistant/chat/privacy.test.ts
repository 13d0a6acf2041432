import { pino } from 'pino'
import { expect, test } from 'vitest'
import { readSettings } from '../../kit/settings/settings.ts'
import { createLanguageModel, type LanguageModel } from './model/language-model.ts'
import { type ModelSettings, modelEntries, modelSettingsOf } from './model/settings.ts'
import { chatSystem } from './testing/chat.ts'
import { marks, type Step, scriptedModel, sends } from './testing/scripted-model.ts'

const lines: string[] = []
const log = pino({ level: 'trace' }, { write: line => lines.push(line) })
let modelThat: (...steps: [Step, ...Step[]]) => Promise<LanguageModel>
let model: LanguageModel
const { assistant, tasks, person } = await chatSystem(
  ({ sql, now }) => {
    modelThat = async (...steps) => {
      const { settings } = await scriptedModel(...steps)
      const found = modelSettingsOf(readSettings(modelEntries, settings)) as ModelSettings
      return createLanguageModel({ sql, settings: found, now, log })
    }
    return { model: async () => model }
  },
  { log },
)

test('no word of a conversation is in a log line or an event of the assistant, also when something fails', async () => {
  const ana = await person()
  const understood = { skill: 'task', quote: 'zanzibar', intention: { intent: 'find', words: 'zanzibar' } }
  model = await modelThat(marks({ parts: [understood] }), marks({ parts: [understood] }), sends(500, {}, 'zanzibar'))
  await ana.talk('add a trip to zanzibar')
  await ana.talk('is it true that qwerty zanzibar?')
  await ana.talk('is it true that asdf zanzibar?')
  await ana.talk('move the zanzibar trip to Friday')
  await ana.talk('delete the zanzibar trip')
  await ana.talk({ confirm: true })
  await ana.talk('undo')
  ana.meanwhile.before = () => {
    throw new Error('The other function is away: zanzibar')
  }
  await ana.send({ text: 'complete the zanzibar trip' }).catch(() => undefined)
  await ana.send({ text: 'zanzibar'.repeat(1_000) })
  await ana.send({ text: 'zanzibar', colour: 'zanzibar' } as never)
  expect(lines.length).toBeGreaterThan(8)
  expect(lines.filter(line => line.includes('zanzibar'))).toEqual([])
  expect(assistant.published.length).toBeGreaterThan(2)
  expect(JSON.stringify(assistant.published)).not.toContain('zanzibar')
  // The events of the tasks themselves have their titles: the word was really there.
  expect(JSON.stringify(tasks.published)).toContain('zanzibar')
})
