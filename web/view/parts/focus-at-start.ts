/** Focuses a field, except on a touch screen, where a keyboard would cover the page. */
export function focusAtStart(field: HTMLElement | null | undefined): void {
  if (!matchMedia('(pointer: coarse)').matches) field?.focus()
}
