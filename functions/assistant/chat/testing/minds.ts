import { createLog } from '../../../kit/log.ts'
import { readSettings } from '../../../kit/settings/settings.ts'
import type { ChatDoor } from '../door.ts'
import { createLanguageModel, type LanguageModel } from '../model/language-model.ts'
import { modelEntries, modelSettingsOf } from '../model/settings.ts'
import { chatSystem } from './chat.ts'
import { obedient } from './obedient-model.ts'
import { type Asked, scriptedModel } from './scripted-model.ts'

/** The chat with the rules alone, and with a model that obeys whatever it sees. */
export async function minds() {
  const seen: Asked['user'][] = []
  let model: LanguageModel
  let door: ChatDoor
  const systems = {
    rules: await chatSystem(),
    'obedient model': await chatSystem(chat => {
      door = chat
      return { model: async () => model }
    }),
  }
  return {
    systems,
    /** What the model was shown so far. */
    seen,
    /** Starts the server of the model for the running test. */
    async wake(): Promise<void> {
      const { settings, asked } = await scriptedModel((...request) => {
        seen.push(...asked.slice(-1).map(({ user }) => user))
        obedient()(...request)
      })
      const bounds = { LLM_DAILY_REQUESTS: '100000', LLM_DAILY_TOKENS: '100000000' }
      const found = modelSettingsOf(readSettings(modelEntries, { ...settings, ...bounds }))
      if (!found) throw new Error('There is no model.')
      const { sql, now } = door
      model = createLanguageModel({ sql, settings: found, now, log: createLog('assistant', 'silent') })
    },
  }
}

export type Mind = keyof Awaited<ReturnType<typeof minds>>['systems']
export type Person = Awaited<ReturnType<Awaited<ReturnType<typeof chatSystem>>['person']>>
