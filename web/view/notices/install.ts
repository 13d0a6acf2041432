import { signal } from '@preact/signals'

interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
}

let installPrompt: InstallPrompt | undefined

/** Whether the browser offers to install the client: shown as a line above the list, once per visit. */
export const installable = signal(false)

export function followInstall(): () => void {
  const onOffer = (event: Event) => {
    event.preventDefault()
    installPrompt = event as InstallPrompt
    installable.value = true
  }
  addEventListener('beforeinstallprompt', onOffer)
  return () => removeEventListener('beforeinstallprompt', onOffer)
}

export async function install(accepted: boolean): Promise<void> {
  installable.value = false
  if (accepted) await installPrompt?.prompt()
}
