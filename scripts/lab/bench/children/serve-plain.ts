// The reference for a bare route: node:http with the same bytes.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerParent, input } from '../parts/child.ts'

const { headers, body } = input<{ headers: Record<string, string>; body: string }>()

const server = createServer((_, response) => {
  response.writeHead(200, headers)
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  answerParent({ address: `http://127.0.0.1:${port}` }, { cpu: () => process.cpuUsage() })
})
