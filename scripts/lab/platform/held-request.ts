import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { sampleDelivery } from '../../../functions/kit/settings/samples.ts'

/** The headers of a CloudEvent, with the credential of a source. */
export const eventHeaders = (id: string, type = 'zerodue.nothing.v1') => ({
  authorization: `Bearer ${sampleDelivery}`,
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-type': type,
  'ce-source': '/tests',
  'ce-id': id,
})

export interface HeldRequest {
  /** Sends the rest. */
  finish(): void
  answered: Promise<{ status: number; body: string }>
}

/** Sends only the beginning of an event: a function is busy with it until the rest arrives. */
export function holdEvent(address: string, id: string): HeldRequest {
  const sent = request(address, { method: 'POST', headers: { ...eventHeaders(id), 'content-length': 2 }, agent: false })
  const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
    sent.on('response', async answer => resolve({ status: answer.statusCode ?? 0, body: await text(answer) }))
    sent.on('error', reject)
  })
  sent.write('{')
  return { finish: () => sent.end('}'), answered }
}
