import { words } from '../words/current.ts'

/** Shown while an account's tasks arrive for the first time, after 150 ms (by CSS). */
export const LoadingTasks = () => (
  <p class="empty loading-tasks" role="status">
    {words.value.loadingTasks}
  </p>
)
