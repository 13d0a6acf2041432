import { useEffect } from 'preact/hooks'
import type { ImportProgress } from '../../model/import-progress.ts'
import { announce } from '../state/announce.ts'
import { format, words } from '../words/current.ts'

interface Props {
  progress: ImportProgress
  onStop: () => void
}

/** How far an import is. Screen readers hear each step and each quarter, not every task. */
export function ImportRunning({ progress, onStop }: Props) {
  const { settings } = words.value
  const text = inWords(progress)
  const { arrived, of } = progress.at === 'arriving' ? progress : { arrived: 0, of: 0 }
  const isAway = progress.at === 'arriving' && progress.away
  const quarter = of ? Math.floor((4 * arrived) / of) : 0
  // The countdown is heard once.
  useEffect(() => announce(text), [progress.at, isAway, quarter])
  return (
    <div class="import-running">
      <p>{text}</p>
      {of ? (
        <progress aria-label={settings.import} value={arrived} max={of} />
      ) : (
        <progress aria-label={settings.import} />
      )}
      {progress.at === 'busy' && (
        <button type="button" class="button" onClick={onStop}>
          {settings.importStop}
        </button>
      )}
    </div>
  )
}

function inWords(progress: ImportProgress): string {
  const { settings } = words.value
  const { number } = format.value
  if (progress.at === 'server') return settings.importServer
  if (progress.at === 'busy') return settings.importBusy(progress.againInS, number(progress.againInS))
  if (progress.away) return settings.importAway
  return settings.importArriving(number(progress.arrived), number(progress.of))
}
