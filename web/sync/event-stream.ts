import { EventSourceParserStream } from 'eventsource-parser/stream'

export interface ServerEvent {
  event?: string
  data: string
}

/** The longest silence of a stream, also before its first event. The server's heartbeat is more frequent. */
const silentMs = 60_000

/** Reads server-sent events. `stopped` aborts with the given signal and when the stream is silent for too long. */
export function eventStream(signal?: AbortSignal) {
  const silence = new AbortController()
  const startTimer = () => setTimeout(() => silence.abort(), silentMs)
  let timer = startTimer()
  return {
    stopped: signal ? AbortSignal.any([signal, silence.signal]) : silence.signal,
    stop: () => silence.abort(),
    read(body: ReadableStream<Uint8Array>): AsyncIterable<ServerEvent> {
      const watched = new TransformStream<Uint8Array, Uint8Array>({
        transform(bytes, controller) {
          clearTimeout(timer)
          timer = startTimer()
          controller.enqueue(bytes)
        },
      })
      const events = body
        .pipeThrough(watched)
        .pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
        .pipeThrough(new EventSourceParserStream())
      return events as unknown as AsyncIterable<ServerEvent>
    },
    end() {
      clearTimeout(timer)
      silence.abort()
    },
  }
}
