import {
  type CallToolResult,
  completable,
  fromJsonSchema,
  McpServer,
  type PromptMessage,
  ResourceTemplate,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { toStandardJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { capabilities } from '../mcp/door.ts'
import { addInputFixtures, states } from './input-fixtures.ts'

/** One red pixel. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'
/** A WAV file without samples. */
const wav = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA='

const text = (words: string) => ({ type: 'text' as const, text: words })
const image = { type: 'image' as const, data: png, mimeType: 'image/png' }
const embedded = (uri: string) => ({
  type: 'resource' as const,
  resource: { uri, mimeType: 'text/plain', text: 'Embedded text' },
})

/** The server that the official suite expects: its tools, resources and prompts, and nothing of Zerodue. */
export function conformanceServer(): McpServer {
  const server = new McpServer(
    { name: 'zerodue-conformance', version: '1.0.0' },
    {
      capabilities: { ...capabilities, logging: {} },
      requestState: { verify: states.verify },
    },
  )
  addTools(server)
  addResources(server)
  addPrompts(server)
  addInputFixtures(server)
  return server
}

function addTools(server: McpServer): void {
  const contents: Record<string, CallToolResult['content']> = {
    test_simple_text: [text('This is a simple text response for testing.')],
    test_image_content: [image],
    test_audio_content: [{ type: 'audio', data: wav, mimeType: 'audio/wav' }],
    test_embedded_resource: [embedded('test://embedded-resource')],
    test_multiple_content_types: [text('Several types:'), image, embedded('test://mixed-content-resource')],
  }
  for (const [name, content] of Object.entries(contents))
    server.registerTool(name, { description: 'Answers fixed content' }, () => ({ content }))

  server.registerTool('test_error_handling', { description: 'Fails' }, () => {
    throw new Error('This tool intentionally returns an error for testing')
  })
  for (const name of ['test_tool_with_logging', 'test_logging_tool'])
    server.registerTool(name, { description: 'Sends log messages' }, logs)
  server.registerTool('test_tool_with_progress', { description: 'Reports progress' }, reportsProgress)
  server.registerTool(
    'json_schema_2020_12_tool',
    { description: 'Has a schema with many keywords', inputSchema: fromJsonSchema(manyKeywords) },
    () => ({ content: [text('valid')] }),
  )
  server.registerTool(
    'test_header_parameter',
    { description: 'Has a parameter that is a header too', inputSchema: fromJsonSchema(headerParameter) },
    () => ({ content: [text('valid')] }),
  )
}

async function logs({ mcpReq }: ServerContext): Promise<CallToolResult> {
  for (const step of ['started', 'processing data', 'completed']) await mcpReq.log('info', `Tool execution ${step}`)
  return { content: [text('logged')] }
}

async function reportsProgress({ mcpReq }: ServerContext): Promise<CallToolResult> {
  const progressToken = mcpReq._meta?.progressToken
  for (const progress of progressToken === undefined ? [] : [0, 50, 100])
    await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } })
  return { content: [text('done')] }
}

const words = { type: 'string' } as const

type Schema = Parameters<typeof fromJsonSchema>[0]

const manyKeywords: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street: words, city: words } } },
  properties: {
    name: words,
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: words,
    email: words,
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
}

const region = { type: 'string', 'x-mcp-header': 'Region' } as const
const headerParameter: Schema = { type: 'object', properties: { region }, required: ['region'] }

function addResources(server: McpServer): void {
  const plain = { description: 'A text', mimeType: 'text/plain' }
  const binary = { description: 'A picture', mimeType: 'image/png' }
  const json = { description: 'Made from its address', mimeType: 'application/json' }
  server.registerResource('static-text', 'test://static-text', plain, ({ href: uri }) => ({
    contents: [{ uri, mimeType: plain.mimeType, text: 'This is the content of the static text resource.' }],
  }))
  server.registerResource('static-binary', 'test://static-binary', binary, ({ href: uri }) => ({
    contents: [{ uri, mimeType: binary.mimeType, blob: png }],
  }))
  const template = new ResourceTemplate('test://template/{id}/data', { list: undefined })
  server.registerResource('template', template, json, ({ href: uri }, { id }) => ({
    contents: [{ uri, mimeType: json.mimeType, text: JSON.stringify({ id, templateTest: true }) }],
  }))
}

function addPrompts(server: McpServer): void {
  const user = (content: PromptMessage['content']) => ({ messages: [{ role: 'user' as const, content }] })
  const description = 'A prompt of the suite'
  server.registerPrompt('test_simple_prompt', { description }, () => user(text('This is a simple prompt for testing.')))
  server.registerPrompt('test_prompt_with_image', { description }, () => user(image))

  const arg1 = completable(v.string(), start => ['test', 'park', 'party'].filter(word => word.startsWith(start)))
  const entries = { arg1, arg2: v.string() }
  // The SDK finds a completion only in `shape`, where Zod keeps the entries of an object.
  const argsSchema = { ...toStandardJsonSchema(v.object(entries)), shape: entries }
  server.registerPrompt('test_prompt_with_arguments', { description, argsSchema }, given =>
    user(text(`Prompt with arguments: arg1='${given.arg1}', arg2='${given.arg2}'`)),
  )
  const address = toStandardJsonSchema(v.object({ resourceUri: v.string() }))
  server.registerPrompt('test_prompt_with_embedded_resource', { description, argsSchema: address }, given =>
    user(embedded(given.resourceUri)),
  )
}
