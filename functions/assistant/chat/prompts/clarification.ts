import type { Language } from '../skills/intention.ts'

/** Asks the model for its one question, when it is not sure of what it read. */
export const clarification: Record<Language, string> = {
  en: `The message can be read in more than one way. Write the one short question that you would ask the person, in English, as JSON
{"question": "…"}. Ask only about what the person wants to do. Write at most 20 words of plain text, without links, lists or quotes.`,
  ur: `اس پیغام کے ایک سے زیادہ مطلب نکل سکتے ہیں۔ وہ ایک چھوٹا سا سوال اردو میں لکھیں جو آپ اُس شخص سے پوچھتے، JSON میں: {"question": "…"}۔ سوال صرف
یہ ہو کہ وہ کیا کرنا چاہتا ہے۔ زیادہ سے زیادہ بیس الفاظ، سادہ متن، نہ کوئی لنک، نہ فہرست، نہ اقتباس۔`,
  'ur-Latn': `Is paigham ke ek se zyada matlab nikal sakte hain. Woh ek chhota sa sawal Roman Urdu mein likhein jo aap us shakhs se poochhte,
JSON mein: {"question": "…"}. Sawal sirf yeh ho ke woh kya karna chahta hai. Zyada se zyada bees alfaz, sada matn, na koi link, na
list, na quote.`,
}
