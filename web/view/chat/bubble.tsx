import '@fontsource/noto-nastaliq-urdu/arabic-400.css'
import './bubble.css'
import type { AnswerSoFar } from '../../model/chat.ts'
import { isArabic, scriptClass } from '../parts/bidi.tsx'

/** What the person said. Its first letter decides its direction. */
export const Said = ({ text }: { text: string }) => (
  <p class={`bubble said ${scriptClass(text)}`} dir="auto" lang={isArabic(text) ? 'ur' : undefined}>
    {text}
  </p>
)

/** The words of an answer: plain text in the direction of its language. Roman Urdu runs left to right. */
export const Told = ({ text, language }: { text: string; language: AnswerSoFar['language'] }) => (
  <p class={`bubble ${scriptClass(text)}`} dir={directionOf(language)} lang={language}>
    {text}
  </p>
)

export const directionOf = (language: AnswerSoFar['language']): 'auto' | 'rtl' | 'ltr' =>
  language === undefined ? 'auto' : language === 'ur' ? 'rtl' : 'ltr'
