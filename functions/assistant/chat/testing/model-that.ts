import { createLog } from '../../../kit/log.ts'
import { readSettings } from '../../../kit/settings/settings.ts'
import { newUser, start } from '../../../kit/testing/start.ts'
import definition from '../../function.ts'
import { createLanguageModel } from '../model/language-model.ts'
import { modelEntries, modelSettingsOf } from '../model/settings.ts'
import type { Language } from '../skills/intention.ts'
import { marks, type Step, scriptedModel } from './scripted-model.ts'

interface MessageOptions {
  earlier?: string[]
  language?: Language
  userId?: string
}

/** The assistant on a real Postgres, to which a test gives language models. */
export async function assistantWithModels() {
  const assistant = await start(definition)
  const { sql, owner, clock } = assistant

  /** A process of the assistant with a language model that answers by this script. */
  async function modelThat(steps: [Step, ...Step[]], more: Record<string, string> = {}) {
    const server = await scriptedModel(...steps)
    const settings = modelSettingsOf(readSettings(modelEntries, { ...server.settings, LLM_TIMEOUT_MS: '600', ...more }))
    if (!settings) throw new Error('There is no model.')
    const model = createLanguageModel({ sql, settings, now: () => clock.now, log: createLog('assistant', 'silent') })
    const ask = (said: string, { earlier = [], language = 'en', userId = newUser() }: MessageOptions = {}) =>
      model.understand(userId, { said, earlier, language, signal: new AbortController().signal })
    return { ...server, ask, model }
  }

  return {
    modelThat,
    owner,
    later(seconds: number) {
      clock.now = new Date(clock.now.getTime() + seconds * 1_000)
    },
  }
}

/** A message of two parts, and the model that understands it. */
export const said = 'Delete the dentist and move milk to Friday'
export const right = marks({
  parts: [
    { skill: 'task', quote: 'Delete the dentist', intention: { intent: 'delete', which: 'the dentist' } },
    { skill: 'task', quote: 'move milk to Friday', intention: { intent: 'move', which: 'milk', when: 'to Friday' } },
  ],
})
