/** Puts the focus where somebody will begin, but not where that would bring up the keyboard of a phone over the screen. */
export function focusAtStart(field: HTMLElement | null | undefined): void {
  if (!matchMedia('(pointer: coarse)').matches) field?.focus()
}
