import { computed, type ReadonlySignal } from '@preact/signals'
import type { Client } from '../../model/client.ts'
import { countsOf, listOf, type Section } from '../../model/list-of.ts'
import type { LocalTask } from '../../model/local-task.ts'
import { moment } from '../now.ts'
import { route, withTask } from '../route.ts'
import { results } from '../search/query.ts'
import { lingering } from './lingering.ts'

interface Lists {
  sections: ReadonlySignal<Section[]>
  tasks: ReadonlySignal<readonly LocalTask[]>
  counts: ReadonlySignal<{ today: number; overdue: number }>
}

const cache = new WeakMap<Client, Lists>()

/** The list on the screen, and the number of tasks in the others. */
export function listsOf(client: Client): Lists {
  const known = cache.get(client) ?? make(client)
  cache.set(client, known)
  return known
}

function make(client: Client): Lists {
  // Opening a task does not recompute the list.
  const address = computed(() => JSON.stringify(withTask(route.value, undefined)))
  const sections = computed(() =>
    listOf(
      JSON.parse(address.value),
      client.tasks.value.values(),
      client.savedFilters.value,
      moment.value,
      lingering.value,
    ),
  )
  return {
    sections,
    tasks: computed(() =>
      route.value.at === 'search' ? results.value : sections.value.flatMap(section => section.tasks),
    ),
    counts: computed(() => countsOf(client.tasks.value.values(), moment.value)),
  }
}
