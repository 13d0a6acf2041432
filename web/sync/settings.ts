import type { Settings } from '../model/client.ts'
import { pushSettings } from './push-settings.ts'
import { askWithAccount, type RequestContext } from './requests.ts'

/** Requests to the server that are not about tasks. */
export function settings(context: RequestContext): Settings {
  const { platform } = context
  const ask = <T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) =>
    askWithAccount(context, server => server.ask<T>(path, { method, ...(body !== undefined && { body }) }))
  const postOnce = <T>(path: string, body?: unknown) => {
    const headers = { 'idempotency-key': platform.newId() }
    return askWithAccount(context, server =>
      server.ask<T>(path, { method: 'POST', headers, ...(body !== undefined && { body }) }),
    )
  }

  // Few people import a file: the start does not load this.
  let loaded: ReturnType<typeof import('./import-file.ts').fileImports> | undefined
  const imports = async () => {
    const { fileImports } = await import('./import-file.ts')
    loaded ??= fileImports(context)
    return loaded
  }

  return {
    tokens: {
      list: () => ask('GET', '/api/me/tokens'),
      create: (name, scopes) => postOnce('/api/me/tokens', { name, scopes }),
      revoke: id => ask('DELETE', `/api/me/tokens/${id}`),
    },
    channels: {
      list: () => ask('GET', '/api/channels'),
      add: channel => ask('POST', '/api/channels', channel),
      remove: id => ask('DELETE', `/api/channels/${id}`),
      confirm: (id, token) => ask('POST', `/api/channels/${id}/confirm`, { token }),
      test: id => ask('POST', `/api/channels/${id}/test`),
    },
    push: pushSettings(context),
    calendarFeed: {
      get: () => ask('GET', '/api/calendar'),
      renew: () => postOnce('/api/calendar'),
      remove: () => ask('DELETE', '/api/calendar'),
    },
    exportAll: async format => (await import('./export-file.ts')).exportFile(context, format),
    importPreview: async file => (await imports()).importPreview(file),
    import: async (...of) => (await imports()).import(...of),
    renameTag: (from, to) => ask('PATCH', `/api/tags/${encodeURIComponent(from)}`, { name: to }),
    removeTag: name => ask('DELETE', `/api/tags/${encodeURIComponent(name)}`),
    updateNow: () => platform.updates.takeNow(),
  }
}
