/** The forms in which tasks leave and come, and the media type by which each is known. */
export const mediaTypes = {
  json: 'application/json',
  ics: 'text/calendar',
  csv: 'text/csv',
} as const
export type Format = keyof typeof mediaTypes

export const formats = Object.keys(mediaTypes) as Format[]

/** The route has taken no other type than these. */
export const formatOf = (mediaType: string): Format =>
  formats.find(format => mediaTypes[format] === mediaType) ?? 'json'
