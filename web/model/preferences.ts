/** What a person chose on this device. */
export interface Preferences {
  language: 'en' | 'ur'
  theme: 'system' | 'light' | 'dark' | 'contrast'
  numerals: 'latn' | 'arabext'
  /** The zone of the device that the person was asked about and said no to. */
  declinedZone: string | null
}
