import { Bidi } from '../parts/bidi.tsx'
import { Copyable } from '../parts/copyable.tsx'
import { words } from '../words/current.ts'
import { clientLines } from './client-lines.ts'

/** The lines to copy for each common MCP client. */
export function LinesSection({ address }: { address: string }) {
  const { connect } = words.value.programs
  return (
    <section class="settings-section">
      <h2>{connect.lines}</h2>
      {clientLines(address).map(({ client, how, file, text }) => (
        <div class="connect-client" key={client}>
          <h3>
            <Bidi>{client}</Bidi>
          </h3>
          <p>
            {connect[how]} {file && <code dir="ltr">{file}</code>}
          </p>
          {text && <Copyable text={text} label={client} />}
        </div>
      ))}
    </section>
  )
}
