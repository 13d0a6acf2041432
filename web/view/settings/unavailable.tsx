import type { Refusal } from '../../model/refusal.ts'
import { Problem } from '../parts/problem.tsx'
import { words } from '../words/current.ts'

/** Data that did not arrive, why, and another try. */
export const Unavailable = ({ problem, onAgain }: { problem: Refusal; onAgain: () => Promise<void> }) => (
  <>
    <Problem refusal={problem} class="settings-wrong" />
    <div class="setting-row">
      <button type="button" class="button" onClick={() => void onAgain()}>
        {words.value.programs.again}
      </button>
    </div>
  </>
)
