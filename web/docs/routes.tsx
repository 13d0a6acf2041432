import { useState } from 'preact/hooks'
import { fieldsOf, type OpenApi, type Operation, type Schema } from './documents.ts'
import { TryIt } from './try-it.tsx'

/** Every route by the group that it belongs to. */
export function Routes({ document: { tags, paths, components } }: { document: OpenApi }) {
  const [token, setToken] = useState('')
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  return (
    <section id="http" aria-labelledby="http-title">
      <h2 id="http-title">HTTP</h2>
      <label class="token">
        Token (a JWT, or an API token zd_…; empty: your session here)
        <input type="password" autocomplete="off" value={token} onInput={e => setToken(e.currentTarget.value)} />
      </label>
      {tags.map(tag => (
        <div key={tag.name}>
          <h3>{tag.name}</h3>
          <p>{tag.description}</p>
          {all
            .filter(({ operation }) => operation.tags.includes(tag.name))
            .map(one => (
              <Route key={one.operation.operationId} {...one} named={components.schemas} token={token} />
            ))}
        </div>
      ))}
    </section>
  )
}

interface Props {
  path: string
  method: string
  operation: Operation
  named: Record<string, Schema>
  token: string
}

function Route(props: Props) {
  const { path, method, operation, named } = props
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={e => setOpen(e.currentTarget.open)}>
      <summary>
        <code class={`method ${method}`}>{method.toUpperCase()}</code> <code>{path}</code>
        <span>{operation.summary}</span>
      </summary>
      {open && <Inside {...props} named={named} />}
    </details>
  )
}

function Inside({ path, method, operation, named, token }: Props) {
  const { parameters, requestBody, responses } = operation
  const [body] = Object.entries(requestBody?.content ?? {})
  return (
    <>
      {parameters.length > 0 && (
        <>
          <h4>Parameters</h4>
          <ul class="fields">
            {parameters.map(({ name, in: where, required, description, schema }) => (
              <li key={name}>
                <code>{name}</code> {where}
                {required ? '' : ', optional'}: {fieldsOf(schema, named, name)[0]?.says} {description}
              </li>
            ))}
          </ul>
        </>
      )}
      {body && (
        <>
          <h4>Body ({body[0]})</h4>
          <Fields schema={body[1].schema} named={named} />
        </>
      )}
      <h4>Answers</h4>
      <ul class="fields">
        {Object.entries(responses).map(([status, { description, content = {} }]) => (
          <li key={status}>
            <code>{status}</code> {description}
            {Number(status) < 300 &&
              Object.values(content).map(({ schema }) => schema && <Fields schema={schema} named={named} />)}
          </li>
        ))}
      </ul>
      <TryIt path={path} method={method} operation={operation} named={named} token={token} />
    </>
  )
}

function Fields({ schema, named }: { schema: Schema; named: Record<string, Schema> }) {
  return (
    <ul class="fields">
      {fieldsOf(schema, named).map(({ depth, name, says }, i) => (
        <li key={i} class={`depth-${depth}`}>
          <code>{name}</code> {says}
        </li>
      ))}
    </ul>
  )
}
