import { connect, type PeerCertificate } from 'node:tls'
import type { Figure } from './figure.ts'

const patienceMs = 5_000

/** When the certificate at an address ends, in Unix time. The handshake sends no request, so it wakes nothing. */
export async function certificateFigure({ hostname, port }: URL): Promise<Figure> {
  const { valid_to: end } = await certificateOf(hostname, Number(port || 443))
  return {
    name: 'zerodue.certificate.expires',
    labels: { host: port ? `${hostname}:${port}` : hostname },
    value: Date.parse(end) / 1_000,
  }
}

function certificateOf(host: string, port: number): Promise<PeerCertificate> {
  return new Promise((resolve, reject) => {
    // An untrusted or expired certificate has an end too.
    const socket = connect({ host, port, servername: host, rejectUnauthorized: false, timeout: patienceMs }, () => {
      resolve(socket.getPeerCertificate())
      socket.destroy()
    })
    socket.on('timeout', () => socket.destroy(new Error(`${host}:${port} does not answer.`)))
    socket.on('error', reject)
  })
}
