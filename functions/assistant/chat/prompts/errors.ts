import type { Language } from '../skills/intention.ts'

/** Asks once more after an answer that failed its check. `fields` are the paths of the faulty fields. */
export const errors: Record<Language, (fields: string) => string> = {
  en: fields =>
    `Your last answer was not usable. Faulty: ${fields}. Answer again, with JSON of the given form only. Copy every quote letter for
letter from "message", and leave a field out if the message has no words for it.`,
  ur: fields =>
    `آپ کا پچھلا جواب کام کا نہیں تھا۔ غلط: ${fields}۔ دوبارہ جواب دیں، صرف دی گئی شکل کے JSON میں۔ ہر اقتباس "message" سے حرف بہ حرف نقل کریں، اور
جس خانے کے لیے پیغام میں الفاظ نہ ہوں اُسے چھوڑ دیں۔`,
  'ur-Latn': fields =>
    `Aap ka pichhla jawab kaam ka nahin tha. Ghalat: ${fields}. Dobara jawab dein, sirf di gayi shakl ke JSON mein. Har quote "message"
se harf ba harf naqal karein, aur jis khane ke liye paigham mein alfaz na hon use chhor dein.`,
}
