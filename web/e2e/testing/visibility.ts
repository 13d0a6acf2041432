/** Runs in the page: lists focusable elements that show no focus, neither themselves nor an ancestor. */
export function invisibleFocus(): string[] {
  const outlines = (element: Element): string[] => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element)
    const own = outlineStyle === 'none' || outlineWidth === '0px' ? '' : `${outlineWidth} ${outlineColor}`
    const { parentElement } = element
    return parentElement && parentElement !== document.body ? [own, ...outlines(parentElement)] : [own]
  }
  const within = document.querySelector('dialog[open], [popover]:popover-open') ?? document
  const places = within.querySelectorAll<HTMLElement>(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]',
  )
  const found: string[] = []
  for (const place of places) {
    if (place.tabIndex < 0 || place.matches(':disabled, .palette *') || !place.checkVisibility()) continue
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    const before = outlines(place)
    place.focus()
    const after = outlines(place)
    if (document.activeElement === place && !after.some((outline, at) => outline && outline !== before[at]))
      found.push(place.outerHTML.slice(0, 120))
  }
  return found
}

/** Runs in the page: lists icons and marks with too little contrast, in any colours. */
export function faintMarks(): string[] {
  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const light = (color: string): number => {
    if (!probe) return 0
    probe.fillStyle = color
    probe.fillRect(0, 0, 1, 1)
    const parts = [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)].map(part => {
      const value = part / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    const [red = 0, green = 0, blue = 0] = parts
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const contrast = (one: string, other: string): number => {
    const [a = 0, b = 0] = [light(one), light(other)].sort((x, y) => y - x)
    return (a + 0.05) / (b + 0.05)
  }
  const groundOf = (element: Element | null): string => {
    if (!element) return getComputedStyle(document.body).backgroundColor
    const { backgroundColor } = getComputedStyle(element)
    return /, 0\)$/.test(backgroundColor) ? groundOf(element.parentElement) : backgroundColor
  }
  const marks = [
    ...[...document.querySelectorAll('.icon')].map(mark => [mark, getComputedStyle(mark).stroke] as const),
    ...[...document.querySelectorAll('.circle circle')].map(mark => [mark, getComputedStyle(mark).stroke] as const),
    ...[...document.querySelectorAll('.row:is(.P1, .P2, .P3)')].map(
      mark => [mark, getComputedStyle(mark, '::before').backgroundColor] as const,
    ),
  ]
  return marks
    .filter(([mark, color]) => mark.checkVisibility() && contrast(color, groundOf(mark)) < 3)
    .map(([mark, color]) => `${color} on ${groundOf(mark)}: ${mark.parentElement?.outerHTML.slice(0, 120)}`)
}
