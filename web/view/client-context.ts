import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Client } from '../model/client.ts'

const Context = createContext<Client | null>(null)

export const ClientProvider = Context.Provider

/** The client: the screens' only access to everything below them. */
export function useClient(): Client {
  const client = useContext(Context)
  if (!client) throw new Error('useClient() needs a ClientProvider around it.')
  return client
}
