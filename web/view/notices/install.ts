import { signal } from '@preact/signals'

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
}

let kept: InstallPrompt | undefined

/** Whether the browser offers to keep the client like an app. It is asked once a visit, by a line and never over work. */
export const installable = signal(false)

export function followInstall(): () => void {
  const offered = (event: Event) => {
    event.preventDefault()
    kept = event as InstallPrompt
    installable.value = true
  }
  addEventListener('beforeinstallprompt', offered)
  return () => removeEventListener('beforeinstallprompt', offered)
}

export async function install(wanted: boolean): Promise<void> {
  installable.value = false
  if (wanted) await kept?.prompt()
}
