import { computed, effect, signal } from '@preact/signals'
import type { Client } from '../../model/client.ts'
import { type Format, formatFor } from '../format/format.ts'
import { en, type Words } from './en.ts'

const loaded = signal<{ language: 'en' | 'ur'; words: Words }>({ language: 'en', words: en })
const chosen = signal<{ numerals: 'latn' | 'arabext'; zone: string }>({ numerals: 'latn', zone: 'UTC' })

/** The user interface's words in the person's language. */
export const words = computed(() => loaded.value.words)
/** The formats of numbers, dates and times. */
export const format = computed<Format>(() => formatFor({ language: loaded.value.language, ...chosen.value }))

/** Follows the person's language. Urdu and its fonts are loaded on demand. */
export function followLanguage(client: Client): () => void {
  return effect(() => {
    const { language, numerals } = client.preferences.value
    chosen.value = { numerals, zone: client.profile.value?.zone ?? deviceZone() }
    if (language === loaded.peek().language) return write(language)
    void load(language).then(words => {
      if (client.preferences.peek().language !== language) return
      loaded.value = { language, words }
      write(language)
    })
  })
}

async function load(language: 'en' | 'ur'): Promise<Words> {
  if (language === 'en') return en
  const { ur } = await import('./ur.ts')
  return ur
}

function write(language: 'en' | 'ur'): void {
  document.documentElement.lang = language
  document.documentElement.dir = language === 'ur' ? 'rtl' : 'ltr'
}

export const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone
