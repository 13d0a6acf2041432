import type { Prompts } from '../../prompts/prompt.ts'

export const auditPrompts: Prompts = {
  en: {
    text: `Read the part as a question about what happened. The intent is always history. "which" and "when" are quotes.
- which: the words for the task; absent if the person asks about all tasks
- when: the day; absent if the person names none`,
    examples: [
      [
        'what happened to the report yesterday?',
        { intention: { intent: 'history', which: 'the report', when: 'yesterday' }, confidence: 0.96 },
      ],
      ['what did I do on Monday', { intention: { intent: 'history', when: 'on Monday' }, confidence: 0.94 }],
      ['history of the rent', { intention: { intent: 'history', which: 'the rent' }, confidence: 0.96 }],
    ],
  },
  ur: {
    text: `اس حصے کو اِس سوال کے طور پر پڑھیں کہ کیا کچھ ہوا۔ intent ہمیشہ history ہے۔ "which" اور "when" اقتباس ہیں۔
- which: کام کے الفاظ؛ اگر سب کاموں کی بات ہو تو نہ لکھیں
- when: دن؛ اگر کوئی دن نہ بتایا گیا ہو تو نہ لکھیں`,
    examples: [
      ['کل رپورٹ کے ساتھ کیا ہوا؟', { intention: { intent: 'history', which: 'رپورٹ', when: 'کل' }, confidence: 0.96 }],
      ['پیر کو میں نے کیا کیا', { intention: { intent: 'history', when: 'پیر کو' }, confidence: 0.94 }],
      ['کرائے کی سرگزشت', { intention: { intent: 'history', which: 'کرائے' }, confidence: 0.96 }],
    ],
  },
  'ur-Latn': {
    text: `Is hisse ko is sawal ke taur par parhein ke kya kuch hua. intent hamesha history hai. "which" aur "when" quotes hain.
- which: kaam ke alfaz; agar sab kaamon ki baat ho to na likhein
- when: din; agar koi din na bataya gaya ho to na likhein`,
    examples: [
      [
        'kal report ke sath kya hua?',
        { intention: { intent: 'history', which: 'report', when: 'kal' }, confidence: 0.96 },
      ],
      ['peer ko main ne kya kiya', { intention: { intent: 'history', when: 'peer ko' }, confidence: 0.94 }],
      ['kiraye ki history', { intention: { intent: 'history', which: 'kiraye' }, confidence: 0.96 }],
    ],
  },
}
