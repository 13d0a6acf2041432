import { signal } from '@preact/signals'
import type { UndoToken } from '../../model/client.ts'

export interface Toast {
  id: number
  text: string
  /** More text, less prominent. */
  more?: string
  undo?: UndoToken | readonly UndoToken[]
}

export const toasts = signal<readonly Toast[]>([])
export const toastMs = 8_000

let last = 0

/** Shows a toast for a while, with an undo button if there is a token. At most three: the oldest one goes. */
export function showToast(text: string, rest: Omit<Toast, 'id' | 'text'> = {}): number {
  const toast = { id: ++last, text, ...rest }
  toasts.value = [...toasts.value.slice(-2), toast]
  setTimeout(() => dismissToast(toast.id), toastMs)
  return toast.id
}

export function appendToToast(id: number, more: string): void {
  toasts.value = toasts.value.map(toast => (toast.id === id ? { ...toast, more } : toast))
}

export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter(toast => toast.id !== id)
}
