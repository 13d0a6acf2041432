import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { hostOf } from '../../model/programs.ts'
import type { ConnectedProgram } from '../../model/server.ts'
import { useClient } from '../client-context.ts'
import { ProgramName } from '../parts/program-name.tsx'
import { Unavailable } from '../settings/unavailable.tsx'
import { useServerData } from '../settings/use-server-data.ts'
import { announce } from '../state/announce.ts'
import { format, words } from '../words/current.ts'
import { EndDialog } from './end-dialog.tsx'

/** The connected programs. Each can be disconnected. */
export function ConnectedSection() {
  const { connections } = useClient()
  const { connect } = words.value.programs
  const { data, problem, run, reload } = useServerData(() => connections.list())
  const [ending, setEnding] = useState<ConnectedProgram>()
  const [endings, setEndings] = useState(0)
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that opened the dialog is gone. Only a closed dialog lets the focus out.
  useLayoutEffect(() => {
    if (endings) heading.current?.focus()
  }, [endings])
  const end = async ({ id }: ConnectedProgram) => {
    const ended = await run(connections.end(id))
    setEnding(undefined)
    if (!ended) return
    announce(connect.ended)
    setEndings(count => count + 1)
  }
  return (
    <section class="settings-section">
      <h2 ref={heading} tabIndex={-1}>
        {connect.connected}
      </h2>
      {!data && !problem && <p role="status">{connect.loading}</p>}
      {data?.items.length === 0 && <p>{connect.none}</p>}
      {data && data.items.length > 0 && (
        <ul class="setting-list">
          {data.items.map(program => (
            <Connected key={program.id} program={program} onEnd={() => setEnding(program)} />
          ))}
        </ul>
      )}
      {problem && <Unavailable problem={problem} onAgain={reload} />}
      {ending && <EndDialog program={ending} onClose={() => setEnding(undefined)} onEnd={() => void end(ending)} />}
    </section>
  )
}

function Connected({ program, onEnd }: { program: ConnectedProgram; onEnd: () => void }) {
  const { settings, programs } = words.value
  const { connect } = programs
  const { moment } = format.value
  const host = hostOf(program.clientId)
  const name = `connected-${program.id}`
  return (
    <li>
      <span class="what">
        <span id={name}>
          <ProgramName name={program.name} />
        </span>
        <small>
          {host ? (
            <bdi dir="ltr" class="latin">
              {host}
            </bdi>
          ) : (
            connect.notVerified
          )}{' '}
          · {program.scopes.includes('write') ? settings.scopes.write : settings.scopes.read}
        </small>
        <small>
          {connect.since(moment(program.createdAt))} ·{' '}
          {program.lastUsedAt ? settings.tokenUsed(moment(program.lastUsedAt)) : settings.tokenUnused}
        </small>
      </span>
      <button type="button" class="button quiet danger" aria-describedby={name} onClick={onEnd}>
        {connect.end}
      </button>
    </li>
  )
}
