import { Icon } from '../icons/icon.tsx'
import { go } from '../route.ts'
import { words } from '../words/current.ts'

/** Leads to the page that connects MCP clients and lists the connected ones. */
export function ProgramsSection() {
  const { connect } = words.value.programs
  return (
    <section class="settings-section">
      <h2>{connect.connected}</h2>
      <p class="about">{connect.about}</p>
      <div class="setting-row">
        <button type="button" class="button" onClick={() => go({ at: 'connect' })}>
          {connect.title}
          <Icon name="next" size={16} />
        </button>
      </div>
    </section>
  )
}
