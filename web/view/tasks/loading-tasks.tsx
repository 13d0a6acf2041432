import { words } from '../words/current.ts'

/** Tasks of an account that come in for the first time. It shows itself after 150 ms, by its style. */
export const LoadingTasks = () => (
  <p class="empty coming" role="status">
    {words.value.loadingTasks}
  </p>
)
