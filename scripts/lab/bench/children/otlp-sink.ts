// Takes what functions send by OTLP and drops it, so that only the cost for the sender is measured. Or it hangs: it never answers.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerParent, input } from '../parts/child.ts'

const { hangs = false } = input<{ hangs?: boolean }>()
let received = 0
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    received += 1
    if (!hangs) response.setHeader('content-type', 'application/json').end('{}')
  })
})
await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
const { port } = server.address() as AddressInfo
answerParent({ address: `http://127.0.0.1:${port}` }, { received: () => received })
