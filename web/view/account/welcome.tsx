import './welcome.css'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useClient } from '../client-context.ts'
import { Bidi } from '../parts/bidi.tsx'
import { focusAtStart } from '../parts/focus-at-start.ts'
import { go } from '../route.ts'
import { words } from '../words/current.ts'
import { LanguageSwitch } from './language-switch.tsx'

/** The first screen: a short introduction and one field. The first task needs no account. */
export function Welcome() {
  const client = useClient()
  const { account } = words.value
  const [text, setText] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => focusAtStart(field.current), [])
  const start = async (line: string) => {
    if (!line.trim()) return
    const { task } = await client.parse(line)
    client.create([task])
    go({ at: task.due ? 'upcoming' : 'no-date' })
  }
  return (
    <main class="welcome">
      <LanguageSwitch />
      <div class="welcome-body">
        <h1>Zerodue</h1>
        <p class="welcome-what">{account.what}</p>
        <p class="welcome-how">{account.how}</p>
        <form
          class="welcome-form"
          onSubmit={event => {
            event.preventDefault()
            void start(text)
          }}
        >
          <label for="first">{account.first}</label>
          <div>
            <input
              ref={field}
              id="first"
              class="input"
              dir="auto"
              maxLength={4000}
              autocomplete="off"
              enterkeyhint="done"
              placeholder={account.examples[0]}
              value={text}
              onInput={event => {
                setText(event.currentTarget.value)
                // Loads the parser while the person types, so that a mere visitor downloads nothing.
                void client.parse('')
              }}
            />
            <button type="submit" class="button primary">
              {account.start}
            </button>
          </div>
          <p class="welcome-note">{account.noAccount}</p>
        </form>
        <ul class="welcome-examples">
          {account.examples.map(example => (
            <li key={example}>
              <button
                type="button"
                onClick={() => {
                  setText(example)
                  field.current?.focus()
                }}
              >
                <Bidi>{example}</Bidi>
              </button>
            </li>
          ))}
        </ul>
        <p class="welcome-account">
          {account.have}{' '}
          <button type="button" class="link-button" onClick={() => go({ at: 'sign-in' })}>
            {account.signIn}
          </button>
        </p>
      </div>
    </main>
  )
}
