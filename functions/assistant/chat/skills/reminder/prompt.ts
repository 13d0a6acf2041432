import type { Prompts } from '../../prompts/prompt.ts'

export const reminderPrompts: Prompts = {
  en: {
    text: `Read the part as one intention about reminders. "which" and "when" are quotes.
- remind: which: the words for the task; when: the moment or the time before the task, such as "at 5" or "an hour before"; without
  when: at the due time
- unremind: no more reminder for which
- snooze: remind later; which: the task, absent if it is the reminder that came last; when: how long or until when
- reminders: show all reminders`,
    examples: [
      [
        'remind me about the rent an hour before',
        { intention: { intent: 'remind', which: 'the rent', when: 'an hour before' }, confidence: 0.96 },
      ],
      [
        'snooze it for 10 minutes',
        { intention: { intent: 'snooze', which: 'it', when: '10 minutes' }, confidence: 0.93 },
      ],
      ['no reminder for the gym please', { intention: { intent: 'unremind', which: 'the gym' }, confidence: 0.95 }],
    ],
  },
  ur: {
    text: `اس حصے کو یاد دہانیوں کے بارے میں ایک ارادے کے طور پر پڑھیں۔ "which" اور "when" اقتباس ہیں۔
- remind: which: کام کے الفاظ؛ when: وقت، یا کام سے کتنا پہلے، جیسے "پانچ بجے" یا "ایک گھنٹہ پہلے"؛ when نہ ہو تو کام کے وقت پر
- unremind: which کی یاد دہانی ہٹانا
- snooze: بعد میں یاد دلانا؛ which: کام، اور اگر آخری یاد دہانی کی بات ہو تو نہ لکھیں؛ when: کتنی دیر، یا کب تک
- reminders: سب یاد دہانیاں دکھانا`,
    examples: [
      [
        'کرائے کی یاد ایک گھنٹہ پہلے دلانا',
        { intention: { intent: 'remind', which: 'کرائے', when: 'ایک گھنٹہ پہلے' }, confidence: 0.96 },
      ],
      [
        'اسے دس منٹ بعد یاد دلانا',
        { intention: { intent: 'snooze', which: 'اسے', when: 'دس منٹ بعد' }, confidence: 0.85 },
      ],
      ['ورزش کی یاد دہانی ہٹا دو', { intention: { intent: 'unremind', which: 'ورزش' }, confidence: 0.95 }],
    ],
  },
  'ur-Latn': {
    text: `Is hisse ko yaad dihaniyon ke bare mein ek irade ke taur par parhein. "which" aur "when" quotes hain.
- remind: which: kaam ke alfaz; when: waqt, ya kaam se kitna pehle, jaise "5 baje" ya "ek ghanta pehle"; when na ho to kaam ke waqt par
- unremind: which ki yaad dihani hatana
- snooze: baad mein yaad dilana; which: kaam, aur agar aakhri yaad dihani ki baat ho to na likhein; when: kitni der, ya kab tak
- reminders: sab yaad dihaniyan dikhana`,
    examples: [
      [
        'kiraye ki yaad ek ghanta pehle dilana',
        { intention: { intent: 'remind', which: 'kiraye', when: 'ek ghanta pehle' }, confidence: 0.96 },
      ],
      [
        'isko 10 minute baad yaad dilana',
        { intention: { intent: 'snooze', which: 'isko', when: '10 minute baad' }, confidence: 0.85 },
      ],
      ['warzish ki yaad dihani hata do', { intention: { intent: 'unremind', which: 'warzish' }, confidence: 0.95 }],
    ],
  },
}
