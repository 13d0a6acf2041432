/** The name that a tag of another program has here, where it holds neither # nor commas. */
export const tagOf = (text: string): string => text.replaceAll(/[#,\p{Cc}]+/gu, ' ').trim()
