import { expect, test } from 'vitest'
import { clientLines, tokenHeader } from './client-lines.ts'

const textFor = (client: string) =>
  clientLines('https://zerodue.example/mcp').find(line => line.client === client)?.text ?? ''

test('the lines to copy name the server and its address as each client expects them', () => {
  const address = 'https://zerodue.example/mcp'
  expect(textFor('Claude Code')).toBe(`claude mcp add --transport http zerodue ${address}`)
  expect(JSON.parse(textFor('VS Code'))).toEqual({ servers: { zerodue: { type: 'http', url: address } } })
  expect(JSON.parse(textFor('Cursor'))).toEqual({ mcpServers: { zerodue: { url: address } } })
  expect(tokenHeader('zd_1')).toBe('Authorization: Bearer zd_1')
})
