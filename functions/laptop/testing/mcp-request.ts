/** A request of a client of 2025-11-25, which is stateless too. */
export interface McpRequest {
  address: string
  token?: string
  method?: string
  params?: object
  headers?: Record<string, string>
  /** In place of a request made of method and params. */
  body?: string | Uint8Array<ArrayBuffer>
}

export interface Reply {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect to be there.
  result: any
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  error: any
}

let id = 0

/** Sends one request to the MCP server and reads the answer, a JSON document or a stream of one event. */
export async function mcpRequest({ address, token, method, params, headers, body }: McpRequest): Promise<Reply> {
  id += 1
  const answer = await fetch(`${address}/mcp`, {
    method: 'POST',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: body ?? JSON.stringify({ jsonrpc: '2.0', id, method, params }),
  })
  const text = await answer.text()
  const { result, error } = (messageIn(answer, text) ?? {}) as Partial<Reply>
  return { status: answer.status, headers: answer.headers, text, result, error }
}

function messageIn(answer: Response, text: string): unknown {
  const isStream = answer.headers.get('content-type')?.startsWith('text/event-stream')
  const data = isStream ? /^data: (.+)$/m.exec(text)?.[1] : text
  return data && /^[{[]/.test(data) ? JSON.parse(data) : undefined
}

/** Calls a tool and answers its structured result. */
export async function callTool(request: Omit<McpRequest, 'method'>, name: string, args: unknown = {}) {
  const { status, result, error } = await mcpRequest({
    ...request,
    method: 'tools/call',
    params: { name, arguments: args },
  })
  if (status !== 200 || !result) throw new Error(`${name} was answered ${status} ${JSON.stringify(error)}`)
  return { ...result.structuredContent, isError: result.isError === true }
}
