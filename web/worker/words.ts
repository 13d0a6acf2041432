const words = {
  en: { complete: 'Done', snooze: 'In an hour' },
  ur: { complete: 'ہو گیا', snooze: 'ایک گھنٹے بعد' },
}

/** What stands on the buttons of a notification. */
export const wordsOf = (language: string): { complete: string; snooze: string } =>
  language.startsWith('ur') ? words.ur : words.en
