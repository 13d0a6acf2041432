import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Client } from '../model/client.ts'

const Context = createContext<Client | null>(null)

export const ClientProvider = Context.Provider

/** What the screens know of everything below them. */
export function useClient(): Client {
  const client = useContext(Context)
  if (!client) throw new Error('A screen stands outside of the client that it shows.')
  return client
}
