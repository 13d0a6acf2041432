import type { Client } from '../../model/client.ts'
import { type Place, places } from '../../model/place.ts'
import { prioritise, remove, schedule } from '../actions/change.ts'
import { completeOrReopen, undo } from '../actions/complete.ts'
import { today } from '../now.ts'
import { go, route, withTask } from '../route.ts'
import { listsOf } from '../state/lists.ts'
import { close, isChatOpen, open, overlay } from '../state/screen.ts'
import { clearSelection, current, selected, targets, toggle } from '../state/selection.ts'
import type { Words } from '../words/en.ts'
import { focusAdd, focusChat, focusTitle } from './focus.ts'
import { step } from './step.ts'

/** A keyboard command. The entries of `keys` are alternatives; an entry with a space is a sequence of keys. */
export interface Command {
  id: keyof Words['keys'] & string
  group: keyof Words['keys']['groups']
  keys: readonly string[]
  /** A short form to show instead of many keys. */
  shown?: string
  run: (client: Client, key: string) => void
  /** Works also while the person types or a dialog is open. */
  always?: true
}

const onTargets = (act: (client: Client, ids: string[]) => void) => (client: Client) => {
  const ids = targets()
  if (ids.length) act(client, ids)
}

const dialogFor = (which: 'schedule' | 'tag') => () => {
  if (targets().length) open(which)
}

const goTo = (at: Place | 'settings') => () => go({ at })
const letters: Record<Place, [string, Command['id']]> = {
  today: ['g t', 'goToday'],
  upcoming: ['g u', 'goUpcoming'],
  overdue: ['g o', 'goOverdue'],
  'no-date': ['g n', 'goNoDate'],
  done: ['g d', 'goDone'],
}

/** Every keyboard command. The help dialog and the palette are built from this list. */
export const commands: readonly Command[] = [
  { id: 'down', group: 'move', keys: ['j', 'ArrowDown'], run: client => step(client, 1) },
  { id: 'up', group: 'move', keys: ['k', 'ArrowUp'], run: client => step(client, -1) },
  { id: 'open', group: 'move', keys: ['o'], shown: 'Enter', run: openCurrent },
  { id: 'select', group: 'move', keys: ['x'], run: () => current.peek() && toggle(current.peek() ?? '') },
  {
    id: 'selectDown',
    group: 'move',
    keys: ['X', 'Shift+ArrowDown'],
    run(client) {
      const id = current.peek()
      if (id && !selected.peek().has(id)) toggle(id)
      step(client, 1)
      const next = current.peek()
      if (next && !selected.peek().has(next)) toggle(next)
    },
  },
  { id: 'complete', group: 'act', keys: ['c'], run: onTargets(completeAndMove) },
  {
    id: 'edit',
    group: 'act',
    keys: ['e'],
    run(client) {
      openCurrent(client)
      focusTitle()
    },
  },
  { id: 'today', group: 'act', keys: ['t'], run: onTargets((client, ids) => schedule(client, ids, today.peek())) },
  { id: 'schedule', group: 'act', keys: ['s'], run: dialogFor('schedule') },
  {
    id: 'priority',
    group: 'act',
    keys: ['1', '2', '3', '4'],
    shown: '1–4',
    run: (client, key) => prioritise(client, targets(), `P${key as '1' | '2' | '3' | '4'}`),
  },
  { id: 'tag', group: 'act', keys: ['#'], run: dialogFor('tag') },
  { id: 'remove', group: 'act', keys: ['Delete', 'Backspace'], shown: 'Del', run: onTargets(removeAndMove) },
  ...places.map((at): Command => ({ id: letters[at][1], group: 'go', keys: [letters[at][0]], run: goTo(at) })),
  { id: 'goSettings', group: 'go', keys: ['g s'], run: goTo('settings') },
  { id: 'add', group: 'everywhere', keys: ['q', 'n'], run: focusAdd },
  { id: 'chat', group: 'everywhere', keys: ['a'], run: focusChat },
  { id: 'search', group: 'everywhere', keys: ['/'], run: () => go({ at: 'search' }) },
  { id: 'undo', group: 'everywhere', keys: ['z'], run: client => undo(client) },
  {
    id: 'palette',
    group: 'everywhere',
    keys: ['Mod+k'],
    always: true,
    run: () => (overlay.peek() === 'palette' ? close() : open('palette')),
  },
  { id: 'help', group: 'everywhere', keys: ['?'], run: () => open('keys') },
  { id: 'escape', group: 'everywhere', keys: ['Escape'], shown: 'Esc', run: leave },
]

function openCurrent(client: Client): void {
  const id = current.peek() ?? listsOf(client).tasks.peek()[0]?.id
  if (id) go(withTask(route.peek(), id))
}

function completeAndMove(client: Client, ids: string[]): void {
  completeOrReopen(client, ids)
  if (!selected.peek().size) step(client, 1)
  clearSelection()
}

function removeAndMove(client: Client, ids: string[]): void {
  const open = route.peek().task
  if (!selected.peek().size) step(client, 1, -1)
  remove(client, ids)
  if (open && ids.includes(open)) go(withTask(route.peek(), undefined))
  clearSelection()
}

function leave(): void {
  if (selected.peek().size) clearSelection()
  else if (route.peek().task) go(withTask(route.peek(), undefined))
  else isChatOpen.value = false
}
