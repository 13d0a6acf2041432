import { freePort } from '../../../functions/kit/http/free-port.ts'
import { launch } from '../../../web/e2e/testing/launch.ts'
import { figure, median, note, quantile } from './parts/figure.ts'
import { scaled } from './parts/scale.ts'

const messages = [
  'add buy milk tomorrow at 5 #home',
  'move it to Friday',
  'what is due this week?',
  'کل شام 5 بجے علی کو فون کرنا',
  'اسے اہم کر دو',
  'aaj ke kaam dikhao',
  'ammi ko call karna har jumme ko',
  'what should I do today?',
  'undo',
]

/** The first byte and the whole answer of the chat without a language model, over `npm start`, beside a read of one page of tasks. */
export async function bench(): Promise<void> {
  const system = await startSystem()
  const [first, whole, list]: number[][] = [[], [], []]
  try {
    for (const text of messages) await system.say(text)
    for (let round = 0; round < scaled(20, 3); round++)
      for (const text of messages) {
        const answer = await system.say(text)
        first?.push(answer.firstMs)
        whole?.push(answer.wholeMs)
        list?.push(await system.list())
      }
  } finally {
    await system.stop()
  }
  const [firstMs, wholeMs, listMs] = [median(first ?? []), median(whole ?? []), median(list ?? [])]
  figure('first byte of the chat, warm', `median ${firstMs.toFixed(1)} ms`, '<= 50 ms', firstMs <= 50)
  note(`p95 ${quantile(first ?? [], 0.95).toFixed(1)} ms; the whole answer: median ${wholeMs.toFixed(1)} ms`)
  note(
    `one page of tasks in the same run: median ${listMs.toFixed(1)} ms, so the first byte takes ${(firstMs / listMs).toFixed(1)} of it`,
  )
}

async function startSystem() {
  const { address, end: stop } = await launch(String(await freePort()))
  const json = { 'content-type': 'application/json' }
  const signedUp = await fetch(`${address}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email: 'ana@example.com', password: 'correct horse', zone: 'Asia/Karachi' }),
  })
  const cookie = signedUp.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ')
  let conversationId: string | undefined
  return {
    stop,
    async say(text: string): Promise<{ firstMs: number; wholeMs: number }> {
      const began = performance.now()
      const body = JSON.stringify({ text, ...(conversationId && { conversationId }) })
      const response = await fetch(`${address}/api/chat`, { method: 'POST', headers: { ...json, cookie }, body })
      let firstMs = 0
      let stream = ''
      for await (const chunk of response.body ?? []) {
        firstMs ||= performance.now() - began
        stream += Buffer.from(chunk).toString()
      }
      conversationId ??= /"conversationId":"([^"]+)"/.exec(stream)?.[1]
      if (!stream.includes('event: done')) throw new Error(`no whole answer to «${text}»: ${response.status}`)
      return { firstMs, wholeMs: performance.now() - began }
    },
    async list(): Promise<number> {
      const began = performance.now()
      await (await fetch(`${address}/api/tasks?limit=20`, { headers: { cookie } })).text()
      return performance.now() - began
    },
  }
}
