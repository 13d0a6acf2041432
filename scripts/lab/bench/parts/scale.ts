let scale = 1

export function setScale(to: number): void {
  if (!(to > 0 && to <= 10)) throw new Error('The scale is a number above 0 and up to 10, such as 0.1.')
  scale = to
}

/** A number at full scale, scaled, and never below `least`. */
export const scaled = (count: number, least = 1): number => Math.max(least, Math.round(count * scale))
