import type { Answer, ChatEvents, Send } from './answer.ts'

/**
 * An answer as server-sent events. The work goes on when the client is gone: what it has done is in the conversation. A
 * fault before the first event is thrown, so that the request gets a problem; a later one ends the stream without `done`.
 */
export function streamed(
  run: (send: Send) => Promise<Answer>,
  onLateFault: (error: unknown) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const encoder = new TextEncoder()
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined
    let isOpen = true
    let hasBegun = false
    const body = new ReadableStream<Uint8Array>({
      start(own) {
        controller = own
      },
      cancel() {
        isOpen = false
      },
    })
    const write = (text: string) => {
      if (isOpen) controller?.enqueue(encoder.encode(text))
      if (!hasBegun) resolve(new Response(body, { headers: streamHeaders }))
      hasBegun = true
    }
    // A model may think for a while: proxies and clients take a silent stream for a dead one.
    const beat = setInterval(() => write(': waiting\n\n'), 15_000)
    beat.unref()
    const end = () => {
      clearInterval(beat)
      if (isOpen) controller?.close()
      isOpen = false
    }
    run((event, data) => write(eventText(event, data))).then(end, error => {
      end()
      if (hasBegun) onLateFault(error)
      else reject(error)
    })
  })
}

export const eventText = <K extends keyof ChatEvents>(event: K, data: ChatEvents[K]): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`

/** Proxies must not buffer the stream. */
const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}

/** The events of an answer that was given before. */
export function replayed(answer: Answer): Response {
  return new Response(eventsOf(answer).join(''), { headers: streamHeaders })
}

function eventsOf(answer: Answer): string[] {
  const { conversationId, turnId, language, by, note, text, calls, proposed, asked } = answer
  return [
    eventText('understood', { conversationId, turnId, language, by, ...(note && { note }), intentions: [] }),
    ...(text ? [eventText('text', { text })] : []),
    ...calls.filter(({ outcome }) => outcome !== 'proposed').map(call => eventText('acted', call)),
    ...(proposed ? [eventText('proposed', proposed)] : []),
    ...(asked ? [eventText('asked', asked)] : []),
    eventText('done', answer),
  ]
}
