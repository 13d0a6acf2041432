import './keys-dialog.css'
import { Dialog } from '../parts/dialog.tsx'
import { close } from '../state/screen.ts'
import { words } from '../words/current.ts'
import { commands } from './commands.ts'
import { Keys } from './keys.tsx'

const groups = ['move', 'act', 'go', 'everywhere'] as const

/** All keyboard commands in groups. */
export function KeysDialog() {
  const { keys: w } = words.value
  return (
    <Dialog label={w.title} onClose={close} kind="sheet" headed>
      <p class="keys-while">{w.while}</p>
      <div class="keys-groups">
        {groups.map(group => (
          <section key={group}>
            <h3>{w.groups[group]}</h3>
            <dl class="keys-list">
              {commands
                .filter(command => command.group === group)
                .map(command => (
                  <div key={command.id}>
                    <dt>
                      <Keys command={command} />
                    </dt>
                    <dd>{w[command.id] as string}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
