import { Component, type ComponentChildren } from 'preact'
import { words } from '../words/current.ts'

/** An error boundary: a bug breaks one screen, not the page. The screen says so and offers a reload. */
export class Boundary extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false }

  static override getDerivedStateFromError() {
    return { broken: true }
  }

  /** Reports the error like an uncaught one. */
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
