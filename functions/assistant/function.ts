import { tokenRevoked, userDeleted } from '../domain/events/account-events.ts'
import { assistantActed } from '../domain/events/audit-events.ts'
import { defineFunction } from '../kit/define-function.ts'
import { on } from '../kit/events/handler.ts'
import { forget } from '../kit/events/inbox.ts'
import { places } from '../kit/http/places.ts'
import { chatRoutes } from './chat/chat-routes.ts'
import { conversationRoutes } from './chat/conversations/routes.ts'
import type { ChatDoor } from './chat/door.ts'
import type { LanguageModel } from './chat/model/language-model.ts'
import { type ModelSettings, modelSettingsOf } from './chat/model/settings.ts'
import { createExchange } from './exchange.ts'
import type { McpDoor } from './mcp/door.ts'
import { mcpRoutes } from './mcp/mcp-routes.ts'
import { addressesOf, assistantSettings, mcpAddressOf, secretFor, tokenUrlOf } from './settings.ts'
import { sweep } from './sweep.ts'
import { createApi } from './tools/api.ts'

/** A turn waits for other functions most of its time. */
const turnPlaces = places({
  name: 'messages',
  running: 40,
  waiting: 40,
  waitMs: 10_000,
  each: { running: 3, waiting: 5 },
})

/** Acts for a person who chats, or whose program speaks MCP: by the public API of the other functions, with that person's rights. */
export default defineFunction({
  name: 'assistant',
  schema: 'assistant',
  settings: assistantSettings,
  deps({ sql, outbox, settings, now, log }) {
    const address = mcpAddressOf(settings)
    const exchanger = createExchange({
      tokenUrl: tokenUrlOf(settings),
      resource: address.resource,
      secret: settings.ASSISTANT_SECRET,
      now,
      log,
    })
    const run = {
      sql,
      outbox,
      addresses: addressesOf(settings),
      confirmSecret: secretFor(settings, 'confirmations'),
      now,
      log,
    }
    let handler: ReturnType<McpDoor['handler']> | undefined
    const mcp: McpDoor = {
      address,
      authenticate: bearer => exchanger.exchange(bearer, 'mcp'),
      handler() {
        handler ??= import('./mcp/server.ts').then(({ mcpHandler }) => mcpHandler(run))
        return handler
      },
    }
    const modelSettings = modelSettingsOf(settings)
    let loaded: Promise<LanguageModel> | undefined
    const languageModel = () => {
      loaded ??= import('./chat/model/language-model.ts').then(({ createLanguageModel }) =>
        createLanguageModel({ sql, settings: modelSettings as ModelSettings, now, log }),
      )
      return loaded
    }
    const chat: ChatDoor = {
      ...run,
      address,
      exchange: exchanger.exchange,
      apiOf: ({ token }, signal) => createApi({ addresses: run.addresses, token, signal }),
      cursorSecret: secretFor(settings, 'cursors'),
      places: turnPlaces,
      ...(modelSettings && { model: languageModel }),
    }
    return { sql, exchanger, mcp, chat, now }
  },
}).does({
  routes: [...mcpRoutes, ...chatRoutes, ...conversationRoutes],
  on: [on(userDeleted, forget), on(tokenRevoked, async ({ userId = '' }, { exchanger }) => exchanger.forget(userId))],
  sweep,
  emits: [assistantActed],
  document: {
    schemas: {},
    tags: {
      mcp: 'Tools for programs that speak the Model Context Protocol',
      chat: 'Conversations in English, Urdu and Roman Urdu, over the same tools',
    },
  },
})
