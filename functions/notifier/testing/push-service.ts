import { createDecipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto'
import { importJWK, jwtVerify } from 'jose'
import { localServer, type ReceivedRequest } from '../../kit/testing/local-server.ts'

interface Push {
  /** The data that the service worker of the browser gets. */
  data: Record<string, unknown>
  topic: string
  ttl: number
  /** The contact in the sender's signature. */
  subject: string
}

/** A push service and the browser behind it: it reads RFC 8291 with the browser's own keys, and RFC 8292. */
export async function pushService(status: () => number = () => 201) {
  const shown: Push[] = []
  const browser = createECDH('prime256v1')
  browser.generateKeys()
  const auth = randomBytes(16)
  const service = await localServer(async (request, response) => {
    const code = status()
    if (code < 300) shown.push(await read(request, browser, auth, service.url))
    response.writeHead(code).end()
  })
  const keys = { p256dh: browser.getPublicKey('base64url'), auth: auth.toString('base64url') }
  return { shown, service, subscription: { endpoint: `${service.url}/push/1`, keys } }
}

async function read(request: ReceivedRequest, browser: ECDH, auth: Buffer, audience: string): Promise<Push> {
  const { headers, body } = request
  if (headers['content-encoding'] !== 'aes128gcm') throw new Error(`not aes128gcm: ${headers['content-encoding']}`)
  const subject = await subjectOf(headers.authorization ?? '', audience)
  const data = JSON.parse(decrypt(body, browser, auth).toString())
  return { data, topic: headers.topic ?? '', ttl: Number(headers.ttl), subject }
}

/** RFC 8292: the sender signs with the key that the browser subscribed with. */
async function subjectOf(authorization: string, audience: string): Promise<string> {
  const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? []
  const point = Buffer.from(key, 'base64url')
  const jwk = { kty: 'EC', crv: 'P-256', x: point.toString('base64url', 1, 33), y: point.toString('base64url', 33, 65) }
  const { payload } = await jwtVerify(token, await importJWK(jwk, 'ES256'), { audience })
  return payload.sub ?? ''
}

/** RFC 8188 with the keys of RFC 8291: one record. */
function decrypt(body: Buffer, browser: ECDH, auth: Buffer): Buffer {
  const salt = body.subarray(0, 16)
  const keyLength = body[20] ?? 0
  const sender = body.subarray(21, 21 + keyLength)
  const record = body.subarray(21 + keyLength)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender])
  const shared = Buffer.from(hkdfSync('sha256', browser.computeSecret(sender), auth, info, 32))
  const key = Buffer.from(hkdfSync('sha256', shared, salt, 'Content-Encoding: aes128gcm\0', 16))
  const nonce = Buffer.from(hkdfSync('sha256', shared, salt, 'Content-Encoding: nonce\0', 12))
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(record.subarray(-16))
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
  return padded.subarray(0, padded.lastIndexOf(2))
}
