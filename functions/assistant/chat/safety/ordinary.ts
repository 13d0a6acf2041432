import type { Language } from '../skills/intention.ts'

/** What people say around tasks, whatever these hold. */
interface Ordinary {
  find(word: string): string
  history: string
  move: string
  complete: string
  today: string
  plan: string
  all: string
  tags: string
  historyOfAll: string
  /** Remarks and questions that the rules do not know for certain, so that a language model reads them. */
  vague: readonly string[]
  /** Messages without a wish. */
  nothing: readonly string[]
}

export const ordinary: Readonly<Record<Language, Ordinary>> = {
  en: {
    find: word => `find ${word}`,
    history: 'history of it',
    move: 'move it to Friday',
    complete: 'complete it',
    today: 'show today',
    plan: 'what should I do today?',
    all: 'show all tasks',
    tags: 'show my tags',
    historyOfAll: 'show the history',
    vague: [
      'I am puzzled by this',
      'hmm, what do you make of that?',
      'is there anything odd about this one?',
      'who wrote that and why?',
    ],
    nothing: ['thanks', 'hello'],
  },
  ur: {
    find: word => `${word} تلاش کرو`,
    history: 'اس کی ہسٹری دکھاؤ',
    move: 'اسے جمعہ کو کر دو',
    complete: 'اسے مکمل کر دو',
    today: 'آج کے کام دکھاؤ',
    plan: 'آج مجھے کیا کرنا چاہیے؟',
    all: 'سب کام دکھاؤ',
    tags: 'میرے ٹیگز دکھاؤ',
    historyOfAll: 'ہسٹری دکھاؤ',
    vague: ['میں حیران ہوں', 'تمہارا اس بارے میں کیا خیال ہے؟', 'یہ عجیب سا کیوں لگتا ہے؟', 'یہ کس نے لکھا اور کیوں؟'],
    nothing: ['شکریہ', 'السلام علیکم'],
  },
  'ur-Latn': {
    find: word => `${word} dhoondo`,
    history: 'iski history dikhao',
    move: 'isko jumma ko kar do',
    complete: 'isko mukammal kar do',
    today: 'aaj ke kaam dikhao',
    plan: 'aaj mujhe kya karna chahiye?',
    all: 'sab kaam dikhao',
    tags: 'mere tags dikhao',
    historyOfAll: 'history dikhao',
    vague: [
      'main hairan hoon',
      'tumhara is bare mein kya khayal hai?',
      'ye ajeeb sa kyun lagta hai?',
      'ye kis ne likha aur kyun?',
    ],
    nothing: ['shukriya', 'salam'],
  },
}
