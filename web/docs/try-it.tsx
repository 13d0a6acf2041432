import { useState } from 'preact/hooks'
import { type Operation, type Schema, sampleOf } from './documents.ts'

interface Props {
  path: string
  method: string
  operation: Operation
  named: Record<string, Schema>
  token: string
}

interface Answer {
  status: string
  text: string
}

/** Sends a request from this page and shows its answer. */
export function TryIt({ path, method, operation, named, token }: Props) {
  const [type, schema] = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { schema }]) => [type, schema] as const,
  )[0] ?? ['', undefined]
  const [values, setValues] = useState<Record<string, string>>({})
  const [body, setBody] = useState(schema ? JSON.stringify(sampleOf(schema, named), null, 2) : '')
  const [answer, setAnswer] = useState<Answer | undefined>()
  const [sending, setSending] = useState(false)

  async function send() {
    setSending(true)
    setAnswer(await ask(requestOf()).catch((error: unknown) => ({ status: 'No answer', text: String(error) })))
    setSending(false)
  }

  function requestOf(): [string, RequestInit] {
    const given = operation.parameters.flatMap(one =>
      values[one.name] ? [{ ...one, value: values[one.name] ?? '' }] : [],
    )
    const inPath = path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ''))
    const query = new URLSearchParams(given.filter(one => one.in === 'query').map(({ name, value }) => [name, value]))
    const headers = given.filter(one => one.in === 'header').map(({ name, value }) => [name, value])
    const init = {
      method: method.toUpperCase(),
      headers: {
        ...Object.fromEntries(headers),
        ...(schema && { 'Content-Type': type }),
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      ...(schema && { body }),
    }
    return [`${inPath}${query.size ? `?${query}` : ''}`, init]
  }

  return (
    <form
      class="try"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <h4>Try it</h4>
      {operation.parameters.map(({ name, in: where, required }) => (
        <label key={name}>
          {name} ({where})
          <input
            required={required}
            value={values[name] ?? ''}
            onInput={event => setValues({ ...values, [name]: event.currentTarget.value })}
          />
        </label>
      ))}
      {schema && (
        <label>
          Body
          <textarea rows={8} spellcheck={false} value={body} onInput={event => setBody(event.currentTarget.value)} />
        </label>
      )}
      <button type="submit" disabled={sending}>
        Send
      </button>
      <output aria-live="polite">
        {answer && (
          <>
            <strong>{answer.status}</strong>
            <pre>{answer.text}</pre>
          </>
        )}
      </output>
    </form>
  )
}

/** A stream never ends: the page shows its beginning. */
const longestMs = 10_000

async function ask([address, init]: [string, RequestInit]): Promise<Answer> {
  const answer = await fetch(address, { ...init, signal: AbortSignal.timeout(longestMs) })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json')
  return {
    status: `${answer.status} ${answer.statusText}`,
    text: isJson && text ? JSON.stringify(JSON.parse(text), null, 2) : text.slice(0, 20_000),
  }
}
