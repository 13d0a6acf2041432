import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { makeCertificate } from '../deploy/local-secrets.ts'
import { certificateFigure } from './certificate.ts'

test('the end of a certificate is read by a handshake, also of an untrusted one, and no request is sent', async () => {
  const folder = newFolder()
  makeCertificate(folder, 'zerodue.localhost', () => {})
  const [key, cert] = ['tls.key', 'tls.crt'].map(name => readFileSync(path.join(folder, name)))
  const requests: string[] = []
  const server = createServer({ key, cert }, request => requests.push(String(request.url))).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const figure = await certificateFigure(new URL(`https://localhost:${port}`))

  expect(figure).toEqual({
    name: 'zerodue.certificate.expires',
    labels: { host: `localhost:${port}` },
    value: Date.parse(new X509Certificate(String(cert)).validTo) / 1_000,
  })
  expect(requests).toEqual([])
})

test('an address that does not speak TLS is an error', async () => {
  const server = createTcpServer(socket => socket.end('no TLS here\n')).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await expect(certificateFigure(new URL(`https://localhost:${port}`))).rejects.toThrow()
})
