/** The formats of import and export, each with its media type. */
export const mediaTypes = {
  json: 'application/json',
  ics: 'text/calendar',
  csv: 'text/csv',
} as const

export const maxImportBytes = 10 * 1024 * 1024

export type Format = keyof typeof mediaTypes

export const formats = Object.keys(mediaTypes) as Format[]

/** The route accepts only these media types. */
export const formatOf = (mediaType: string): Format =>
  formats.find(format => mediaTypes[format] === mediaType) ?? 'json'
