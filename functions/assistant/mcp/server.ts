import {
  type CacheHint,
  createMcpHandler,
  type McpHttpHandler,
  type McpRequestContext,
  McpServer,
  requireScopes,
  type StandardSchemaWithJSON,
} from '@modelcontextprotocol/server'
import { allTools } from '../tools/all-tools.ts'
import { definitionsOf, type ToolDefinition } from '../tools/definitions.ts'
import { capabilities, handlerOptions, type McpCall } from './door.ts'
import { instructions } from './instructions.ts'
import { addPrompts } from './prompts.ts'
import { stateCodec } from './question.ts'
import { addResources } from './resources.ts'
import { type RunDeps, runForMcp } from './run-tool.ts'

const definitions = definitionsOf(allTools)

/** The lists are the same for everybody until the next deployment. */
const lists: CacheHint = { ttlMs: 3_600_000, cacheScope: 'public' }

/** What a tool reads from changes at any time. */
const tasks: CacheHint = { ttlMs: 0, cacheScope: 'private' }

/** One handler for both revisions of the protocol: a new server for every request, with nothing kept between two. */
export function mcpHandler(deps: RunDeps): McpHttpHandler {
  return createMcpHandler(context => serverFor(context, deps), {
    ...handlerOptions,
    onerror: error => deps.log.info({ outcome: 'MCP request refused', reason: error.name }),
  })
}

function serverFor({ authInfo }: McpRequestContext, deps: RunDeps): McpServer {
  const call = authInfo?.extra?.call as McpCall
  const server = new McpServer(
    { name: 'zerodue', title: 'Zerodue', version: '1.0.0' },
    {
      instructions,
      capabilities,
      requestState: { verify: stateCodec(deps).verify },
      cacheHints: {
        'server/discover': lists,
        'tools/list': lists,
        'prompts/list': lists,
        'resources/list': lists,
        'resources/templates/list': lists,
        'resources/read': tasks,
      },
    },
  )
  for (const [i, definition] of definitions.entries()) {
    const scope = allTools[i]?.scope ?? 'write'
    server.registerTool(
      definition.name,
      { ...shownOf(definition), scopeChallenge: requireScopes(scope) },
      (args, context) => runForMcp(deps, call, definition.name, args, context),
    )
  }
  addResources(server, deps, call)
  addPrompts(server, deps, call)
  return server
}

const shownOf = ({ title, description, annotations, inputSchema }: ToolDefinition) => ({
  title,
  description,
  annotations,
  inputSchema: unchecked(inputSchema),
})

/** Announces a schema and checks nothing by it: the tool checks its arguments itself, the same for chat and MCP. */
const unchecked = (schema: Record<string, unknown>): StandardSchemaWithJSON<unknown, unknown> => ({
  '~standard': {
    version: 1,
    vendor: 'zerodue',
    validate: value => ({ value }),
    jsonSchema: { input: () => schema, output: () => schema },
  },
})
