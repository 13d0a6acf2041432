import type { Prompts } from '../../prompts/prompt.ts'

export const recurringPrompts: Prompts = {
  en: {
    text: `Read the part as one intention about repeating tasks. "which" and "rule" are quotes.
- repeat: which: the words for the task; rule: how it repeats, such as "every Monday" or "the last day of the month"
- unrepeat: which shall not repeat any more
- skip: leave out the next occurrence of which
- preview: show the coming dates of which, a task or a rule
- recurring: show all repeating tasks`,
    examples: [
      [
        'make the gym repeat every Monday',
        { intention: { intent: 'repeat', which: 'the gym', rule: 'every Monday' }, confidence: 0.97 },
      ],
      ['skip rent this time', { intention: { intent: 'skip', which: 'rent' }, confidence: 0.94 }],
      ['stop repeating it', { intention: { intent: 'unrepeat', which: 'it' }, confidence: 0.93 }],
    ],
  },
  ur: {
    text: `اس حصے کو بار بار آنے والے کاموں کے بارے میں ایک ارادے کے طور پر پڑھیں۔ "which" اور "rule" اقتباس ہیں۔
- repeat: which: کام کے الفاظ؛ rule: کب کب، جیسے "ہر پیر کو" یا "مہینے کے آخری دن"
- unrepeat: which آئندہ بار بار نہ آئے
- skip: which کی اگلی باری چھوڑنا
- preview: which کی آنے والی تاریخیں دکھانا، چاہے کام ہو یا قاعدہ
- recurring: بار بار آنے والے سب کام دکھانا`,
    examples: [
      [
        'ورزش ہر پیر کو رکھ دو',
        { intention: { intent: 'repeat', which: 'ورزش', rule: 'ہر پیر کو' }, confidence: 0.97 },
      ],
      ['اس بار کرایہ چھوڑ دو', { intention: { intent: 'skip', which: 'کرایہ' }, confidence: 0.93 }],
      ['اسے دہرانا بند کرو', { intention: { intent: 'unrepeat', which: 'اسے' }, confidence: 0.93 }],
    ],
  },
  'ur-Latn': {
    text: `Is hisse ko baar baar aane wale kaamon ke bare mein ek irade ke taur par parhein. "which" aur "rule" quotes hain.
- repeat: which: kaam ke alfaz; rule: kab kab, jaise "har peer ko" ya "mahine ke aakhri din"
- unrepeat: which aainda baar baar na aaye
- skip: which ki agli baari chhorna
- preview: which ki aane wali tareekhen dikhana, chahe kaam ho ya qaida
- recurring: baar baar aane wale sab kaam dikhana`,
    examples: [
      [
        'warzish har peer ko rakh do',
        { intention: { intent: 'repeat', which: 'warzish', rule: 'har peer ko' }, confidence: 0.97 },
      ],
      ['is baar kiraya chhor do', { intention: { intent: 'skip', which: 'kiraya' }, confidence: 0.93 }],
      ['isko dohrana band karo', { intention: { intent: 'unrepeat', which: 'isko' }, confidence: 0.93 }],
    ],
  },
}
