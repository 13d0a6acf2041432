const words = {
  en: { complete: 'Done', snooze: 'In an hour' },
  ur: { complete: 'ہو گیا', snooze: 'ایک گھنٹے بعد' },
}

/** The labels of a notification's buttons. */
export const wordsOf = (language: string): { complete: string; snooze: string } =>
  language.startsWith('ur') ? words.ur : words.en
