import './list-screen.css'
import { QuickAdd } from '../add/quick-add.tsx'
import { useClient } from '../client-context.ts'
import { today } from '../now.ts'
import { Bidi } from '../parts/bidi.tsx'
import { route } from '../route.ts'
import { listsOf } from '../state/lists.ts'
import { isRoomy } from '../state/screen.ts'
import { format } from '../words/current.ts'
import { Empty } from './empty.tsx'
import { FilterTools } from './filter-tools.tsx'
import { useTitle } from './list-title.ts'
import { LoadingTasks } from './loading-tasks.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { TaskSections } from './task-sections.tsx'

/** One list: its title, the field that adds to it, and its tasks. */
export function ListScreen() {
  const client = useClient()
  const title = useTitle()
  const sections = listsOf(client).sections.value
  const place = route.value
  const isToday = place.at === 'today'
  return (
    <main class="list-screen" id="list" tabIndex={-1}>
      <div class="scroller">
        <div class="list-column">
          <header class="list-head">
            <h1>
              <Bidi>{title}</Bidi>
            </h1>
            {place.at === 'filter' && <FilterTools id={place.name} />}
            {isToday && <p>{format.value.longDay(today.value, today.value)}</p>}
          </header>
          {isRoomy.value && <QuickAdd />}
          <TaskSections sections={sections} label={title} />
          {sections.length === 0 && client.ready.value && (client.loading.value ? <LoadingTasks /> : <Empty />)}
        </div>
      </div>
      <SelectionBar />
    </main>
  )
}
