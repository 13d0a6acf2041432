import { type Signal, signal } from '@preact/signals'
import type { Account, Client, Settings } from '../../model/client.ts'
import type { ImportProgress } from '../../model/import-progress.ts'
import { answered } from './some-refusal.ts'

const at = '2026-11-02T09:00:00.000Z'

const states: { name: string; progress: ImportProgress }[] = [
  { name: 'server', progress: { at: 'server' } },
  { name: 'busy', progress: { at: 'busy', againInS: 12 } },
  { name: 'arriving', progress: { at: 'arriving', arrived: 2_500, of: 10_000, away: false } },
  { name: 'away', progress: { at: 'arriving', arrived: 2_500, of: 10_000, away: true } },
]

export function settingsStandIn(
  account: Signal<Client['account']['value']>,
  profile: Signal<Client['profile']['value']>,
): Account & Settings {
  const done = async () => ({ done: true }) as const
  const signIn: Account['signIn'] = async ({ email }) => {
    account.value = { id: 'u1', email }
    return { done: true }
  }
  const push = signal<'unsupported' | 'blocked' | 'off' | 'on'>('off')
  const report = {
    dryRun: true,
    created: 12,
    updated: 1,
    skipped: 2,
    refused: 1,
    unlisted: 0,
    ignoredColumns: [],
    columns: [],
  }
  const rows = [
    {
      line: 3,
      status: 'refused' as const,
      title: 'Call',
      errors: [{ path: 'due', message: 'must be a date' }],
      remarks: [],
    },
    { line: 4, status: 'created' as const, title: 'Buy milk', errors: [], remarks: [] },
    { line: 5, status: 'created' as const, title: 'دودھ خریدیں', errors: [], remarks: [] },
  ]
  return {
    async signUp(account) {
      if (account.email.startsWith('taken')) return answered('account-exists')
      return signIn(account)
    },
    async signIn(credentials) {
      if (credentials.password === 'wrong') return answered('wrong-credentials')
      if (credentials.password === 'often') return answered('too-many-requests', { afterMs: 840_000 })
      if (credentials.password === 'broken') return answered('internal')
      return signIn(credentials)
    },
    async signOut() {
      account.value = null
      return { done: true }
    },
    deleteAccount: done,
    changePassword: async old => (old === 'wrong' ? answered('wrong-credentials') : { done: true }),
    async changeProfile(patch) {
      const old = profile.value
      if (!old) return { refused: 'no-account', detail: '', errors: [] }
      const { quietHours, ...rest } = patch
      profile.value = { ...old, ...rest, ...(quietHours === null && { quietHours }) }
      return profile.value
    },
    tokens: {
      list: async () => ({
        items: [{ id: 't1', name: 'Backup of the server', scopes: ['read'], createdAt: at, lastUsedAt: at }],
      }),
      create: async (name, scopes) => ({ id: 't2', name, scopes, createdAt: at, lastUsedAt: null, token: 'zd_8f3kq…' }),
      revoke: done,
    },
    channels: {
      list: async () => ({
        items: [
          { id: 'c1', kind: 'email', destination: 'ana@example.com', locale: 'en', state: 'active', createdAt: at },
          {
            id: 'c2',
            kind: 'webhook',
            destination: 'https://example.com/hooks/zerodue',
            locale: 'en',
            state: 'unconfirmed',
            createdAt: at,
          },
        ],
        vapidPublicKey: null,
      }),
      add: async channel => ({
        id: 'c3',
        kind: channel.kind,
        destination: 'address' in channel ? channel.address : 'https://example.com',
        locale: 'en',
        state: 'unconfirmed',
        createdAt: at,
      }),
      remove: done,
      confirm: async id => ({ id, kind: 'email', destination: '', locale: 'en', state: 'active', createdAt: at }),
      test: async id => ({ id, state: 'queued', reason: null }),
    },
    push: { state: push, turnOn: done, turnOff: done },
    calendarFeed: {
      get: async () => ({ createdAt: at }),
      renew: async () => ({ createdAt: at, url: 'https://zerodue.example/api/calendar/zdc_4hq.ics' }),
      remove: done,
    },
    exportAll: async format => ({ name: `zerodue.${format}`, file: new Blob(['{}']), incomplete: false }),
    importPreview: async ({ text, format, columns: chosen }) => {
      if (format !== 'csv') return { ...report, rows }
      const [head = '', ...lines] = text.trim().split('\n')
      const map: Record<string, string> = chosen ? JSON.parse(chosen) : { Title: 'title', Priority: 'priority' }
      const columns = head.split(',').map(heading => ({ heading, as: map[heading] ?? null }))
      const at = columns.findIndex(({ as }) => as === 'title')
      if (at < 0) return { refused: 'import-refused', detail: 'The table cannot be read.', errors: [], columns }
      const created = lines.map((line, i) => ({ ...rows[1], line: i + 2, title: line.split(',')[at] ?? '' }))
      return {
        ...report,
        created: created.length,
        updated: 0,
        skipped: 0,
        refused: 0,
        columns,
        rows: created as typeof rows,
      }
    },
    /** The name of a file's first task chooses the state that the import stays in. */
    async import({ text }, onProgress, signal) {
      const done = { ...report, dryRun: false, rows: [], created: 10_000, updated: 0, isHere: !text.includes('late') }
      const state = states.find(({ name }) => text.includes(name))?.progress
      if (!state) return done
      onProgress(state)
      await new Promise(resolve => signal.addEventListener('abort', resolve))
      return answered('too-many-requests')
    },
    renameTag: async (_, to) => ({ name: to, tasks: 1 }),
    removeTag: done,
    updateNow: () => {},
  }
}
