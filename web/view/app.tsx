import type { Client } from '../model/client.ts'

/** Everything that is seen. */
export function App({ client }: { client: Client }) {
  return <main>{client.ready.value ? `${client.tasks.value.size} tasks` : ''}</main>
}
