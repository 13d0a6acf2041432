import type { Prompts } from '../../prompts/prompt.ts'

const fields = `"which", "words", "when", "title", "notes", "add", "remove"`

export const taskPrompts: Prompts = {
  en: {
    text: `Read the part as one intention about tasks. ${fields} are quotes.
- add: a new task; words: all its words, with date, tags, priority and repetition, without the command
- list: show tasks; words: which ones, such as "today", "overdue", "done", "#home"; without words: all
- find: search tasks; words: what to search for
- complete, reopen, delete, restore: which: the words for the task, such as "the dentist", "it", "both", "the second one"
- move: another due date; which, and when: the new date or time; without when the date goes away
- rename: which, and title: the new title. note: which, and notes: the text of the note
- tag: which, and add or remove: the tags. priority: which, and priority: urgent is P1, high P2, medium P3, none P4
- summary: period "today" or "week". plan: what to do today. tags: the list of tags
- undo: take the last change back. help. yes and no: the answer to a question. talk: greetings, thanks, everything else`,
    examples: [
      [
        'please add call the bank tomorrow at 5 #money',
        { intention: { intent: 'add', words: 'call the bank tomorrow at 5 #money' }, confidence: 0.97 },
      ],
      [
        'push the dentist to Friday',
        { intention: { intent: 'move', which: 'the dentist', when: 'to Friday' }, confidence: 0.96 },
      ],
      ['I finished both', { intention: { intent: 'complete', which: 'both' }, confidence: 0.9 }],
    ],
  },
  ur: {
    text: `اس حصے کو کاموں کے بارے میں ایک ارادے کے طور پر پڑھیں۔ ${fields} اقتباس ہیں۔
- add: نیا کام؛ words: اُس کے سارے الفاظ، تاریخ، ٹیگ، اہمیت اور تکرار سمیت، حکم کے بغیر
- list: کام دکھانا؛ words: کون سے، جیسے "آج"، "مکمل"، "#گھر"؛ words نہ ہو تو سب
- find: کام ڈھونڈنا؛ words: کیا ڈھونڈنا ہے
- complete، reopen، delete، restore (مکمل، دوبارہ کھولنا، حذف، واپس لانا): which: کام کے الفاظ، جیسے "ڈاکٹر والا"، "اسے"، "دونوں"، "دوسرا والا"
- move: دوسری تاریخ؛ which، اور when: نئی تاریخ یا وقت؛ when نہ ہو تو تاریخ ہٹتی ہے
- rename: which، اور title: نیا نام۔ note: which، اور notes: نوٹ کا متن
- tag: which، اور add یا remove: ٹیگ۔ priority: which، اور priority: فوری P1، اہم P2، درمیانہ P3، کوئی نہیں P4
- summary: period میں "today" یا "week"۔ plan: آج کیا کرنا چاہیے۔ tags: ٹیگوں کی فہرست
- undo: پچھلی تبدیلی واپس۔ help: مدد۔ yes اور no: سوال کا جواب۔ talk: سلام، شکریہ، باقی سب`,
    examples: [
      [
        'کل شام پانچ بجے بینک فون کرنا شامل کرو',
        { intention: { intent: 'add', words: 'کل شام پانچ بجے بینک فون کرنا' }, confidence: 0.95 },
      ],
      [
        'ڈاکٹر والا کام جمعے پر لے جاؤ',
        { intention: { intent: 'move', which: 'ڈاکٹر والا کام', when: 'جمعے پر' }, confidence: 0.96 },
      ],
      ['دونوں ہو گئے', { intention: { intent: 'complete', which: 'دونوں' }, confidence: 0.9 }],
    ],
  },
  'ur-Latn': {
    text: `Is hisse ko kaamon ke bare mein ek irade ke taur par parhein. ${fields} quotes hain.
- add: naya kaam; words: us ke saare alfaz, tareekh, tag, ahmiyat aur takrar samait, hukm ke baghair
- list: kaam dikhana; words: kaun se, jaise "aaj", "mukammal", "#ghar"; words na ho to sab
- find: kaam dhoondna; words: kya dhoondna hai
- complete, reopen, delete, restore (mukammal, dobara kholna, hazf, wapas lana): which: kaam ke alfaz, jaise "doctor wala", "isko",
  "dono", "doosra wala"
- move: doosri tareekh; which, aur when: nayi tareekh ya waqt; when na ho to tareekh hat jati hai
- rename: which, aur title: naya naam. note: which, aur notes: note ka matn
- tag: which, aur add ya remove: tag. priority: which, aur priority: fori P1, zaroori P2, darmiyana P3, koi nahin P4
- summary: period mein "today" ya "week". plan: aaj kya karna chahiye. tags: tags ki list
- undo: pichhli tabdeeli wapas. help: madad. yes aur no: sawal ka jawab. talk: salam, shukriya, baqi sab`,
    examples: [
      [
        'kal 5 baje bank phone karna add karo',
        { intention: { intent: 'add', words: 'kal 5 baje bank phone karna' }, confidence: 0.95 },
      ],
      [
        'doctor wala kaam jumay par le jao',
        { intention: { intent: 'move', which: 'doctor wala kaam', when: 'jumay par' }, confidence: 0.96 },
      ],
      ['dono ho gaye', { intention: { intent: 'complete', which: 'dono' }, confidence: 0.9 }],
    ],
  },
}
