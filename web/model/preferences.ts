/** What a person chose on this device. */
export interface Preferences {
  language: 'en' | 'ur'
  theme: 'system' | 'light' | 'dark' | 'contrast'
  numerals: 'latn' | 'arabext'
  /** The zone of the device that the person was asked about and said no to. */
  declinedZone: string | null
}

/** Before anything was chosen: as the browser is set. */
export const defaultPreferences = (browserLanguage: string): Preferences => ({
  language: /^ur\b/i.test(browserLanguage) ? 'ur' : 'en',
  theme: 'system',
  numerals: 'latn',
  declinedZone: null,
})
