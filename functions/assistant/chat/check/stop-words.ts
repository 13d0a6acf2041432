import { fold } from '../../../domain/fold.ts'
import { foldUrdu } from '../rules/clause.ts'

/** Words that describe no task by themselves. */
const words = (
  'the a an my our your this that these those it its to of for on in at by from with and or about is are was be do me i one ones ' +
  'task tasks todo todos item items thing things stuff reminder entry called named titled please all ' +
  'tha thi thay na usko usay isko isay wohi kuch kiya kia delete deleted hazf done jis jin ' +
  'ko ka ki ke kay se say par pe pay mein main me ye yeh wo woh wala wali wale waala waali waale walay kaam kam kaamon task wahi jo hai he aur ya apna apni apne mera meri mere meray mujhe us is iss ' +
  'کو کا کی کے سے پر میں یہ وہ والا والی والے کام کاموں ٹاسک وہی جو ہے اور یا اپنا اپنی اپنے میرا میری میرے مجھے اس اُس ایک تھا تھی تھے جس جن اسے اُسے کچھ کیا حذف ہوا اب تک'
).split(' ')

// The search and the patterns fold text differently.
const stop = new Set(words.flatMap(word => [word, fold(word), foldUrdu(word)]))

/** The words of a folded text that tell tasks apart. */
export function contentWords(folded: string): string[] {
  const all = [...new Set(folded.split(' ').filter(Boolean))]
  return all.filter(word => !stop.has(word))
}
