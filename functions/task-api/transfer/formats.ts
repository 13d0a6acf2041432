/** The forms in which tasks leave and come, and the media type by which each is known. */
export const mediaTypes = {
  json: 'application/json',
} as const
export type Format = keyof typeof mediaTypes

export const formats = Object.keys(mediaTypes) as Format[]

export const formatOf = (mediaType: string): Format | undefined =>
  formats.find(format => mediaTypes[format] === mediaType)
