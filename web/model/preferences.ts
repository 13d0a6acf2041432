/** The person's choices on this device. */
export interface Preferences {
  language: 'en' | 'ur'
  theme: 'system' | 'light' | 'dark' | 'contrast'
  numerals: 'latn' | 'arabext'
  /** The device's zone that the person declined to switch to. */
  declinedZone: string | null
  /** The browser may turn speech into text; its maker may hear it. */
  speech: boolean
}

/** The preferences before any choice, from the browser's language. */
export const defaultPreferences = (browserLanguage: string): Preferences => ({
  language: /^ur\b/i.test(browserLanguage) ? 'ur' : 'en',
  theme: 'system',
  numerals: 'latn',
  declinedZone: null,
  speech: false,
})
