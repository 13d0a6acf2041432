import { fold } from '../../../functions/domain/fold.ts'
import type { Client } from '../../model/client.ts'
import type { IconName } from '../icons/shapes.ts'
import { type Command, commands } from '../keys/commands.ts'
import { go, type Route } from '../route.ts'
import { targets } from '../state/selection.ts'
import type { Words } from '../words/en.ts'

export interface Entry {
  key: string
  group: 'go' | 'act' | 'tasks'
  icon: IconName
  label: string
  command?: Command
  run: (client: Client) => void
}

const icons: Partial<Record<Command['id'], IconName>> = {
  complete: 'done',
  edit: 'notes',
  today: 'today',
  schedule: 'upcoming',
  tag: 'tag',
  remove: 'trash',
  add: 'plus',
  undo: 'undo',
  chat: 'chat',
  help: 'key',
}

/** The palette's fixed entries; search results and the typed text come on top. */
export function entriesOf(client: Client, w: Words): Entry[] {
  const to = (route: Route, icon: IconName, label: string): Entry => ({
    key: JSON.stringify(route),
    group: 'go',
    icon,
    label,
    run: () => go(route),
  })
  const { language, theme } = client.preferences.value
  return [
    ...(targets().length ? commandEntries(['complete', 'edit', 'today', 'schedule', 'tag', 'remove'], w) : []),
    to({ at: 'today' }, 'today', w.today),
    to({ at: 'upcoming' }, 'upcoming', w.upcoming),
    to({ at: 'overdue' }, 'overdue', w.overdue),
    to({ at: 'no-date' }, 'noDate', w.noDate),
    to({ at: 'done' }, 'done', w.done),
    to({ at: 'search' }, 'search', w.search),
    to({ at: 'settings' }, 'settings', w.settings.title),
    ...client.savedFilters.value.map(({ id, name }) => to({ at: 'filter', name: id }, 'filter', name)),
    ...client.tags.value.map(({ name }) => to({ at: 'tag', name }, 'tag', `#${name}`)),
    ...commandEntries(['add', 'chat', 'undo', 'help'], w),
    ...(['system', 'light', 'dark', 'contrast'] as const)
      .filter(name => name !== theme)
      .map(
        (name): Entry => ({
          key: `theme ${name}`,
          group: 'act',
          icon: 'eye',
          label: w.palette.theme(w.settings.themes[name]),
          run: () => client.prefer({ theme: name }),
        }),
      ),
    {
      key: 'language',
      group: 'act',
      icon: 'globe',
      label: w.palette.language(language === 'en' ? 'اردو' : 'English'),
      run: () => client.prefer({ language: language === 'en' ? 'ur' : 'en' }),
    },
  ]
}

function commandEntries(ids: Command['id'][], w: Words): Entry[] {
  return ids.flatMap(id => {
    const command = commands.find(known => known.id === id)
    if (!command) return []
    const label = w.keys[id] as string
    return [
      { key: id, group: 'act', icon: icons[id] ?? 'command', label, command, run: client => command.run(client, '') },
    ]
  })
}

/** Entries in which each typed word begins a word, in any order. */
export function matching(entries: readonly Entry[], text: string): Entry[] {
  const typed = fold(text).split(' ').filter(Boolean)
  return entries.filter(({ label }) => {
    const parts = fold(label).split(' ')
    return typed.every(word => parts.some(other => other.startsWith(word)))
  })
}
