import { computed } from '@preact/signals'
import { format } from '../words/current.ts'
import { chat as en } from '../words/en/chat.ts'
import { chat as ur } from '../words/ur/chat.ts'

/** The panel's words in the person's language. */
export const chatWords = computed(() => (format.value.language === 'ur' ? ur : en))
