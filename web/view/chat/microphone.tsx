import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { Icon } from '../icons/icon.tsx'
import { format } from '../words/current.ts'
import { canListen, listen, type SpeechFault } from './speech.ts'
import { chatWords } from './words.ts'

/** The field, and beside it the microphone where the browser turns speech into text. Before the first use it asks. */
export function Microphone({ onHeard, children }: { onHeard: (text: string) => void; children: ComponentChildren }) {
  const client = useClient()
  const w = chatWords.value
  const [isAsking, setAsking] = useState(false)
  const [isListening, setListening] = useState(false)
  const [fault, setFault] = useState<SpeechFault>()
  const stop = useRef<() => void>(undefined)
  const heard = useRef(onHeard)
  heard.current = onHeard
  useEffect(() => () => stop.current?.(), [])
  if (!canListen()) return children

  const start = () => {
    setAsking(false)
    setFault(undefined)
    setListening(true)
    stop.current = listen(format.value.language === 'ur' ? 'ur-PK' : format.value.locale, {
      onHeard: text => text && heard.current(text),
      onFault: setFault,
      onEnd: () => setListening(false),
    })
  }
  return (
    <>
      {isAsking && (
        <div class="composer-state" role="group" aria-label={w.speak}>
          <p>{w.speechAsk}</p>
          <div class="chat-buttons">
            <button
              type="button"
              class="button"
              onClick={() => {
                client.prefer({ speech: true })
                start()
              }}
            >
              {w.speechYes}
            </button>
            <button type="button" class="button quiet" onClick={() => setAsking(false)}>
              {w.speechNo}
            </button>
          </div>
        </div>
      )}
      {isListening && (
        <p class="composer-state" role="status">
          {w.listening}
        </p>
      )}
      {fault && (
        <p class="composer-state" role="alert">
          {w.speechFaults[fault]}
        </p>
      )}
      {children}
      <button
        type="button"
        class="icon-button"
        aria-label={isListening ? w.stop : w.speak}
        title={isListening ? w.stop : w.speak}
        data-listening={isListening || undefined}
        onClick={() => {
          if (isListening) stop.current?.()
          else if (client.preferences.value.speech) start()
          else setAsking(true)
        }}
      >
        <Icon name="microphone" />
      </button>
    </>
  )
}
