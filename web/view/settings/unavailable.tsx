import { words } from '../words/current.ts'

/** Data that did not arrive, why, and another try. */
export const Unavailable = ({ problem, onAgain }: { problem: string; onAgain: () => Promise<void> }) => (
  <div class="setting-row">
    <p class="settings-wrong" role="alert">
      {problem}
    </p>
    <button type="button" class="button" onClick={() => void onAgain()}>
      {words.value.programs.again}
    </button>
  </div>
)
