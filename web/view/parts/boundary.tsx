import { Component, type ComponentChildren } from 'preact'
import { words } from '../words/current.ts'

/** A mistake of ours ends one screen and not the whole page: it says so, and offers to begin again. */
export class Boundary extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false }

  static override getDerivedStateFromError() {
    return { broken: true }
  }

  /** Said to the console, and to whoever listens there, as if nobody had caught it. */
  override componentDidCatch(error: unknown) {
    reportError(error)
  }

  override render() {
    if (!this.state.broken) return this.props.children
    const { state } = words.value
    return (
      <div class="notice" role="alert">
        <p>{state.somethingWrong}</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {state.reload}
        </button>
      </div>
    )
  }
}
