import { render } from 'preact'
import '../view/tokens.css'
import './docs.css'
import { type AsyncApi, load, type OpenApi } from './documents.ts'
import { Events } from './events.tsx'
import { Routes } from './routes.tsx'

const place = document.getElementById('docs') ?? document.body

function Docs({ http, events }: { http: OpenApi; events: AsyncApi }) {
  return (
    <>
      <header>
        <h1>The API of Zerodue</h1>
        <p>
          Everything below comes from <a href="/openapi.json">openapi.json</a> and{' '}
          <a href="/asyncapi.json">asyncapi.json</a>, which are made of the schemas that check each request and event.
          Requests go out as the person who is <a href="/">signed in here</a>, or with the token that you paste.
        </p>
        <nav aria-label="Parts">
          <a href="#http">HTTP</a> <a href="#events">Events</a>
        </nav>
      </header>
      <Routes document={http} />
      <Events document={events} />
    </>
  )
}

Promise.all([load<OpenApi>('/openapi.json'), load<AsyncApi>('/asyncapi.json')]).then(
  ([http, events]) => render(<Docs http={http} events={events} />, place),
  error => render(<p role="alert">The documents cannot be loaded: {String(error)} Reload this page.</p>, place),
)
