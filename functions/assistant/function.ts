import { tokenRevoked, userDeleted } from '../domain/events/account-events.ts'
import { assistantActed } from '../domain/events/audit-events.ts'
import { defineFunction } from '../kit/define-function.ts'
import { on } from '../kit/events/handler.ts'
import { forget } from '../kit/events/inbox.ts'
import { createExchange } from './exchange.ts'
import type { McpDoor } from './mcp/door.ts'
import { mcpRoutes } from './mcp/mcp-routes.ts'
import { addressesOf, assistantSettings, mcpAddressOf, secretFor, tokenUrlOf } from './settings.ts'
import { sweep } from './sweep.ts'

/** Lets programs that speak MCP act for a person, by the public API of the other functions and with that person's rights. */
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
    return { sql, exchanger, mcp, now }
  },
}).does({
  routes: mcpRoutes,
  on: [on(userDeleted, forget), on(tokenRevoked, async ({ userId = '' }, { exchanger }) => exchanger.forget(userId))],
  sweep,
  emits: [assistantActed],
  document: {
    schemas: {},
    tags: { mcp: 'Tools for programs that speak the Model Context Protocol' },
  },
})
