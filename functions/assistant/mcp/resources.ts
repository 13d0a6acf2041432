import { type McpServer, ResourceTemplate, requireScopes, type ServerContext } from '@modelcontextprotocol/server'
import type { McpCall } from './door.ts'
import { type RunDeps, runAs } from './run-tool.ts'
import { completeTag } from './tags.ts'

const mimeType = 'application/json'

/** The tasks of today, those that are overdue, and those of a tag, for clients that attach resources to a conversation. */
export function addResources(server: McpServer, deps: RunDeps, call: McpCall): void {
  const scopeChallenge = requireScopes('read')
  const read = async (uri: URL, filter: object, context: ServerContext) => {
    const result = await runAs(deps, call, 'list_tasks', filter, context)
    const { data, written } = result.outcome === 'done' ? result : { data: result, written: [] }
    return { contents: [{ uri: uri.href, mimeType, text: JSON.stringify({ ...data, written }) }] }
  }

  server.registerResource(
    'today',
    'zerodue://tasks/today',
    { title: 'Tasks due today', mimeType, scopeChallenge },
    (uri, context) => read(uri, { due: 'today' }, context),
  )
  server.registerResource(
    'overdue',
    'zerodue://tasks/overdue',
    { title: 'Overdue tasks', mimeType, scopeChallenge },
    (uri, context) => read(uri, { due: 'overdue' }, context),
  )
  server.registerResource(
    'tag',
    new ResourceTemplate('zerodue://tasks/tag/{tag}', {
      list: undefined,
      complete: { tag: start => completeTag(deps, call, start) },
    }),
    { title: 'Open tasks of a tag', mimeType, scopeChallenge },
    (uri, { tag }, context) => read(uri, { tags: [tag].flat() }, context),
  )
}
