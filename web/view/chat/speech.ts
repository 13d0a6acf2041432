/** The part of the browser's speech recognition that the panel uses. */
interface Recognition extends EventTarget {
  lang: string
  interimResults: boolean
  start(): void
  stop(): void
  abort(): void
}
interface Result extends Event {
  results: ArrayLike<ArrayLike<{ transcript: string }>>
}

export type SpeechFault = 'not-allowed' | 'other'

export interface Speech {
  onHeard: (text: string) => void
  onFault: (fault: SpeechFault) => void
  onEnd: () => void
}

const constructorOf = (): (new () => Recognition) | undefined => {
  const { SpeechRecognition, webkitSpeechRecognition } = globalThis as Record<string, unknown>
  return (SpeechRecognition ?? webkitSpeechRecognition) as (new () => Recognition) | undefined
}

export const canListen = (): boolean => constructorOf() !== undefined

/** Listens to one utterance. Returns how to stop early. */
export function listen(lang: string, { onHeard, onFault, onEnd }: Speech): () => void {
  const Recognizer = constructorOf()
  if (!Recognizer) return () => {}
  const recognition = new Recognizer()
  recognition.lang = lang
  recognition.interimResults = false
  recognition.addEventListener('result', event =>
    onHeard(
      Array.from((event as Result).results, result => result[0]?.transcript ?? '')
        .join(' ')
        .trim(),
    ),
  )
  recognition.addEventListener('error', event => {
    const { error } = event as Event & { error: string }
    if (error === 'aborted') return
    onFault(error === 'not-allowed' || error === 'service-not-allowed' ? 'not-allowed' : 'other')
  })
  recognition.addEventListener('end', onEnd)
  recognition.start()
  return () => recognition.stop()
}
