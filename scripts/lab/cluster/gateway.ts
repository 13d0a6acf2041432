import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Gateway {
  /** `/task-api/…` reaches `/…` of task-api through the ingress. */
  url: string
  close(): Promise<void>
}

interface Ingresses {
  outside: string
  inside: string
}

/** A proxy to the functions of a cluster. It sets the Host header, by which the ingress finds a function. */
export async function startGateway(hosts: Record<string, string>, ingresses: Ingresses): Promise<Gateway> {
  const server = createServer((incoming, outgoing) => {
    const [, name = '', rest = ''] = /^\/([a-z-]+)(\/.*)$/s.exec(incoming.url ?? '') ?? []
    const host = hosts[name]
    if (!host) return void outgoing.writeHead(502).end(`There is no function ${name}.`)
    const ingress = new URL(host.endsWith('.svc.cluster.local') ? ingresses.inside : ingresses.outside)
    passOn(incoming, outgoing, { ingress, host, path: rest })
  })
  await new Promise<void>(listening => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise(closed => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

interface Target {
  ingress: URL
  host: string
  path: string
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, { ingress, host, path }: Target): void {
  const { hostname, port } = ingress
  const headers = { ...incoming.headers, host, connection: 'close' }
  const sent = request({ hostname, port, path, method: incoming.method, headers, agent: false }, answer => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  sent.on('error', error =>
    outgoing.headersSent ? outgoing.destroy(error) : outgoing.writeHead(502).end(error.message),
  )
  outgoing.on('close', () => sent.destroy())
  incoming.pipe(sent)
}
