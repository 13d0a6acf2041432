// Takes what functions send by OTLP and drops it: only the cost for the sender is measured.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerParent } from '../parts/child.ts'

let received = 0
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    received += 1
    response.setHeader('content-type', 'application/json').end('{}')
  })
})
await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
const { port } = server.address() as AddressInfo
answerParent({ address: `http://127.0.0.1:${port}` }, { received: () => received })
