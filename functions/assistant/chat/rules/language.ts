import type { Language } from '../skills/intention.ts'
import { foldText } from './clause.ts'

/** Words that only Urdu has, in Latin letters. */
const urduWords = new Set(
  (
    'aaj aj kal kl parson subah subha shaam sham raat dopahar ko ku ka ki ke kay ye yeh wo woh kaam kaamon mujhe mjhe muje mera mere meri hai hain hn nahi nahin nhi nai haan han jee kya kia kab kahan kaun kon ' +
    'karo kro krdo kardo karna krna kar kr kardein krdain karen karein do dein dain dikhao dikha dekhao batao bata hatao hata mitao mita dono donon isko isay usko usay iss sab sb sare saray phir dobara ' +
    'wala wali wale waala pehla pehle doosra dusra aakhri agle agla agli har roz rozana hafte hafta mahine din baad pehle tak liye aur ya bhi hogaya gaya gya gayi liya diya wapas wapis shukriya salam yaad yad dilana ' +
    'dilao naya banao likh likho rakho rakh chhor chor khatam mukammal zaroori aham ammi abbu lana dena jana lena bhejna wala thora thori zara bhai yaar theek thik acha achha bilkul rehne mat baje bajay ghanta ghante minat mint peer mangal budh jumerat jumma juma jume hafte itwar itwaar'
  ).split(' '),
)
/** Words that both languages have in Latin letters. */
const shared = new Set('do the to me so kal har din ye ya aur wo ka'.split(' '))

/** The language of a message; `undefined` for a number, a title alone or another script. */
export function languageOf(said: string): Language | undefined {
  const letters = [...said].filter(letter => /\p{L}/u.test(letter))
  const arabic = letters.filter(letter => /\p{Script=Arabic}/u.test(letter)).length
  if (arabic > 0 && arabic >= letters.length * 0.3) return 'ur'
  const words = foldText(said)
    .split(/[^a-z]+/)
    .filter(Boolean)
  const urdu = words.filter(word => urduWords.has(word))
  if (urdu.filter(word => !shared.has(word)).length >= Math.max(1, words.length * 0.2)) return 'ur-Latn'
  return words.length > 1 || english.has(words[0] ?? '') ? 'en' : undefined
}

const english = new Set(
  'help undo yes no thanks hello hi hey today tomorrow show list delete okay sure nope cancel stop overdue'.split(' '),
)

/** Words without which hardly any clause of Urdu is complete. English has some of them too, which costs only time. */
const urduStems =
  /(?<![a-z])(?:k(?:o|u|a|i|e|ay)|se|say|pe|pay|par|mein|main|mai|k(?:a|e)?r\w{0,7}|haa?n|han|ji|jee|thee?k|thik|bilkul|zaroor|sahi|bhi|aur|sirf|bas|zara|undo|restore|search|find|kiya?|kijiye|farma|do|dein|dain|lo|hai|hain|hn|h|ho|hua|hui|ga?ya|gayi|gai|ag?ya|aa|wala|wali|wale|waala|waale|dikha\w*|dekha?\w*|bata\w*|suna\w*|yaa?d|hata\w*|mita\w*|uda\w*|nika+l\w*|le ?ja\w*|rakh\w*|barha\w*|aage|agay|da+l\w*|badal\w*|chho?r|chor|kya|kia|kab|kahan|kidhar|kaun|kon\w*|kitn\w*|nahi\w*|nhi|mat|na|mujhe|mjhe|is ?ko|us ?ko|isay|usay|dono\w*|aa?j|kal|kl|parson|wapa?i?s|khatam|mukammal|hazf)(?![a-z])/

const englishStart =
  /^(?:show|list|add|create|new|put|mark|check|tick|complete|finish|delete|remove|trash|move|reschedule|postpone|push|rename|change|tag|label|make|set|remind|snooze|repeat|skip|what|which|when|who|where|how|is|are|did|have|the|my|it|i|we|give|tell|plan|clear|take|reopen|bring|cancel)(?![a-z])/

/** Clauses that begin as English does and have no word of Urdu need not be compared with the patterns of Urdu. */
export const mayBeUrdu = (text: string): boolean => !englishStart.test(text) || urduStems.test(text)
