import type { AsyncApi } from './documents.ts'

/** Every topic with its senders, its receivers and the types that travel by it. */
export function Events({ document: { channels, operations, components } }: { document: AsyncApi }) {
  return (
    <section id="events" aria-labelledby="events-title">
      <h2 id="events-title">Events</h2>
      <p>
        CloudEvents 1.0 in Kafka, keyed by user. Each may arrive more than once, late and out of order: source and id
        name an event, and the version of a task says which of two is newer.
      </p>
      {Object.entries(channels).map(([topic, { description, messages }]) => (
        <div key={topic}>
          <h3>{topic}</h3>
          <p>{description}</p>
          <ul class="fields">
            {Object.values(operations)
              .filter(({ channel }) => channel.$ref === `#/channels/${topic}`)
              .map(({ summary }) => (
                <li key={summary}>{summary}</li>
              ))}
          </ul>
          {Object.keys(messages).map(type => (
            <Message key={type} type={type} message={components.messages[type]} />
          ))}
        </div>
      ))}
    </section>
  )
}

function Message({ type, message }: { type: string; message: AsyncApi['components']['messages'][string] | undefined }) {
  return (
    <details>
      <summary>
        <code>{type}</code>
        <span>{message?.summary}</span>
      </summary>
      <p>
        <a href={`/schemas/events/${type}.json`}>The schema of its data</a>
      </p>
      {message?.examples.map(({ payload }) => (
        <pre key={type}>{JSON.stringify(payload, null, 2)}</pre>
      ))}
    </details>
  )
}
