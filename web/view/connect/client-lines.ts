export interface ClientLine {
  client: string
  how: 'inTerminal' | 'inFile' | 'connector'
  file?: string
  /** What to copy; a connector needs only the address. */
  text?: string
}

const json = (value: object): string => JSON.stringify(value, null, 2)

/** How common MCP clients are connected to the server at this address. */
export const clientLines = (address: string): ClientLine[] => [
  { client: 'Claude Code', how: 'inTerminal', text: `claude mcp add --transport http zerodue ${address}` },
  { client: 'Claude, ChatGPT', how: 'connector' },
  {
    client: 'VS Code',
    how: 'inFile',
    file: '.vscode/mcp.json',
    text: json({ servers: { zerodue: { type: 'http', url: address } } }),
  },
  {
    client: 'Cursor',
    how: 'inFile',
    file: '.cursor/mcp.json',
    text: json({ mcpServers: { zerodue: { url: address } } }),
  },
]

export const tokenHeader = (token: string): string => `Authorization: Bearer ${token}`
