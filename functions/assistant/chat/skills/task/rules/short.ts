import { rules } from '../../../rules/rule.ts'
import { simple } from './simple.ts'

/** Whole messages of a word or two. */
export const short = [
  ...rules(
    [
      'yes|yep|yeah|yup|ya|y|sure|sure thing|do it|go ahead|go for it|confirm|confirmed|correct|right|exactly|absolutely|definitely|of course|yes (?:do it|go ahead|sure|delete (?:it|them)|please do)|(?:yes|yeah|yep|sure|ok|okay),? (?:please )?(?:do|delete|remove|move|complete|go on|go ahead|do it|sure|all)(?: (?:it|them|that|all|both))?(?: please)?|ok|okay|ok do it|sounds good|do that',
      'haa?n|han|haan ?ji|ji ?haa?n|ji|jee|theek ?hai|thee?k|thik ?hai|tik hai|sahi|sahi hai|bilkul|zaroor|(?:haa?n |ji |theek hai )?{KAR}|haa?n (?:bilkul|theek hai|{KAR})',
      'ہاں|ہاں ?جی|جی|جی ہاں|جی بالکل|ٹھیک ?ہے|ٹھیک|صحیح|بالکل|ضرور|اوکے|(?:ہاں|جی|جی ہاں|ٹھیک ہے)?,? ?{KAR}|ہاں بالکل',
    ],
    simple('yes'),
  ),
  ...rules(
    [
      "no|nope|nah|no way|no don't|don't|dont|do not|stop|never ?mind|leave it|forget it|no thanks|no,? leave (?:it|them)|not now|cancel|no,? cancel|no,? don't do (?:it|that)|(?:no wait |wait )?(?:keep|leave) (?:it|them|that|this)(?: as (?:it is|they are))?|rakho|rehne do isko|isko rehne do|رکھو|اسے رہنے دو|don't do (?:it|that)",
      '(?:nahi|nahin|nai|nhi|na|no|jee nahi|ji nahi)(?:,? (?:rehne do|rehne dein|rehnay do|mat karo|mat kro|chho?ro|jane do|nahi))?|rehne ?(?:do|dein)|rehnay do|mat (?:karo|kro|karein)|chho?ro|jane do|jaane do',
      '(?:نہیں|نہ|جی نہیں|نو)(?:,? (?:رہنے دو|رہنے دیں|مت کرو|چھوڑو|جانے دو|نہیں))?|رہنے دو|رہنے دیں|مت کرو|مت کریں|چھوڑو|جانے دو',
    ],
    simple('no'),
  ),
  ...rules(
    [
      "undo(?: (?:that|it|this|the last (?:one|thing|change|action)|last(?: change| action)?|my last change|what you (?:just )?did|pls))?|revert(?: (?:that|it|this))?|(?:take|put|change|bring) (?:that|it|them|this) back(?: (?:again|how it was|the way it was))?|(?:oops|oh no|whoops|wait|no wait|hang on|sorry)(?:,? (?:undo|undo (?:that|it)|that was (?:wrong|a mistake)|wrong one|(?:i )?didn'?t mean (?:that|to do that|it)|my mistake|put it back|revert(?: that)?|take that back|not that(?: one)?))?|that was (?:wrong|a mistake|the wrong one)|wrong one(?:,? undo(?: (?:that|it))?)?|(?:i )?didn'?t mean (?:that|it|to do that)|reverse that|roll (?:that|it) back|cancel that|(?:go|step) back|as it was(?: before)?",
      '(?:(?:isko|is ko|isay|usko|usay|yeh?|wo) )?(?:undo|un do|andu)(?: {KAR})?|(?:isko|isay|ise|is ko|usko|usay|use|wo|woh|yeh?|jo kiya|jo abhi kiya)? ?(?:wapa?i?s) ?(?:{KAR}|lo|le lo|lein|le lein|le jao)|(?:pichh?la|pichh?li|akhri|aakhri)(?: (?:kaam|change|tabdeeli|amal|action|wala))? ?(?:wapa?i?s|undo) ?(?:{KAR}|lo|le lo|lein)|(?:gh?alti|galti)(?: se)? (?:ho ?(?:gayi|gai|gyi|gaya)|{HOGAYA}|thi)(?:,? (?:wapis|wapas|undo) ?(?:{KAR}|lo|le lo))?|pehle jaisa {KAR}|(?:oho|ohho|ufff?|arre),? ?(?:undo|wapa?i?s)(?: ?(?:{KAR}|lo|le lo))?|jo kiya (?:tha )?(?:wo|woh) (?:wapa?i?s|undo) {KAR}|(?:jaisa|jaise) (?:pehle|phle) (?:tha|the) (?:waisa|waise)(?: hi)? {KAR}',
      '(?:(?:اسے|اس کو|یہ|وہ|اُسے) )?(?:ان ڈو|انڈو|اَن ڈو|undo)(?: ?{KAR})?|(?:اسے|اس کو|یہ|وہ|جو کیا|ابھی جو کیا|جو ابھی کیا)? ?(?:واپس) ?(?:{KAR}|لو|لے لو|لیں|لے لیں|لے جاؤ)|(?:پچھلا|پچھلی|آخری)(?: (?:کام|تبدیلی|عمل|والا|والی))? ?(?:واپس|انڈو|ان ڈو) ?(?:{KAR}|لو|لے لو|لیں)|(?:غلطی)(?: سے)? (?:ہو گئی|ہو گیا|ہوگئی|ہوگیا|تھی)(?:,? (?:واپس|ان ڈو|انڈو) ?(?:{KAR}|لو|لے لو))?|پہلے جیسا {KAR}|(?:جیسا|جیسے) پہلے (?:تھا|تھے) (?:ویسا|ویسے)(?: ہی)? {KAR}|جو کیا (?:تھا )?(?:وہ|اسے) (?:واپس|انڈو) ?(?:{KAR}|لو|لے لو)',
    ],
    simple('undo'),
  ),
  ...rules(
    [
      'how (?:do|can|should|would) i (?:add|make|create|delete|remove|move|change|edit|complete|set|repeat|snooze|tag|rename|undo|restore)(?: .*)?|(?:help|help me|h|commands|menu)|(?:what|wat) (?:all )?can (?:you|u|i) (?:do|say|ask)(?: (?:for me|here|with this|you))?|what do you do|who are you|what are you|how (?:do|can|does) (?:i|you|this|it|one) (?:use|work|do|start|talk)(?: (?:this|you|it|to you|with you|work))?|how does this(?: thing)? work|what (?:commands|things) (?:do you know|can i (?:say|use))|show (?:me )?(?:the )?(?:help|commands)|i need help|need help',
      '(?:naya |koi )?(?:kaa?m|task|reminder) (?:kaise|kese|kaisay) .+|(?:madad|help|help chahiye|madad {KAR}|meri madad {KAR})|(?:tum|aap|ap|app) (?:kya|kia) (?:kya |kia )?(?:kar|kr) sak[dt]e (?:ho|hain|hn|hai)|(?:kya|kia) (?:kya |kia )?(?:kar|kr) sak[dt]e (?:ho|hain|hn)|(?:yeh?|ye|isko|isay) kais[ea]y? (?:use|istemal|chal\\w*|kaam)(?: \\w+)*|kaise (?:istemal|use) {KAR}|(?:tum|aap|ap) kaun (?:ho|hain)',
      '(?:نیا |کوئی )?(?:کام|ٹاسک|یاد دہانی) کیسے .+|(?:مدد|ہیلپ|مدد چاہیے|مدد {KAR}|میری مدد {KAR})|(?:تم|آپ) کیا (?:کیا )?کر سکتے (?:ہو|ہیں)|کیا (?:کیا )?کر سکتے (?:ہو|ہیں)|(?:یہ|اسے|اس کو) کیسے (?:استعمال|چلتا|کام|چلاتے|چلائیں)(?: \\S+)*|کیسے استعمال {KAR}|(?:تم|آپ) کون (?:ہو|ہیں)',
    ],
    simple('help'),
  ),
  ...rules(
    [
      "(?:thanks|thank you|thx|ty|cheers|thank u|thanks a lot|thanks so much|many thanks|much appreciated|great|cool|nice|perfect|awesome|good job|well done|wow|lol|haha|good (?:morning|evening|night|afternoon|day)|hello|hi|hey|hiya|yo|bye|goodbye|see you|see ya|good bye|how are you(?: doing)?(?: today)?|what'?s up|sup|ok thanks|ok great|that'?s (?:great|all|it|fine|perfect|good)|all good|no worries|you'?re (?:great|awesome|the best)|love it|i'm (?:tired|bored|fine|good)|great work|thanks,? that'?s all|tell me a joke|who (?:made|built) you|nothing|nothing else)(?: (?:there|zerodue|again|mate|man|buddy|a lot|so much|very much|everyone|for (?:that|your help|the help|everything)))?",
      '(?:(?:bohat |bahut )?shuk(?:riya|ria|ran)|meherbani|(?:assalam|asalam|aslam)[ -]?(?:o|u)[ -]?alaikum|salam|salaam|aoa|walaikum \\w+|khuda hafiz|allah hafiz|zabardast|wah(?: wah)?|bohat (?:acha|khoob|khub)|bahut (?:acha|khoob)|acha|achha|shabash|kya haal (?:hai|hain|he|h)|(?:kaise|kese|kaisay) (?:ho|hain|hn)|(?:aap|tum) (?:kaise|kese) (?:ho|hain)|theek ho|subah ba?khair|shab ba?khair|kuch nahi|bas|bas theek hai|jazakallah|jazak ?allah)(?: (?:bhai|yaar|ji|aap ka|apka|bohat|dost|sahab|jee))?',
      '(?:(?:بہت )?(?:بہت )*(?:شکریہ|مہربانی|نوازش)|السلام علیکم|سلام|وعلیکم السلام|خدا حافظ|اللہ حافظ|زبردست|واہ(?: واہ)?|بہت (?:اچھا|خوب|اعلی)|اچھا|شاباش|کیا حال (?:ہے|ہیں)|کیسے (?:ہو|ہیں)|(?:آپ|تم) کیسے (?:ہو|ہیں)|صبح بخیر|شب بخیر|کچھ نہیں|بس|بس ٹھیک ہے|جزاک اللہ|بہترین|کمال ہے|ہیلو|ہائے)(?: (?:بھائی|یار|جی|آپ کا|دوست|صاحب))?',
    ],
    simple('talk'),
  ),
]

/** What the person does not want done. */
export const prohibition = rules(
  [
    "(?:do not|don't|dont|never|please don't) (?:(?:you )?(?:ever )?)?(?:delete|remove|complete|mark|finish|close|move|reschedule|cancel|change|touch|rename|add|create|do|trash|erase|skip|archive|send)(?: .+)?",
    '.+ (?:mat|na) (?:{KAR}|{REMOVE}|hatao|mitao|hatana|mitana|{PUT}|karna|krna|chher\\w*)|.+ (?:delete|remove|complete|move|cancel|done|mukammal) (?:mat|na|nahi) (?:{KAR})',
    '.+ (?:مت|نہ) (?:{KAR}|{REMOVE}|ہٹاؤ|مٹاؤ|ہٹانا|مٹانا|{PUT}|چھیڑ\\S*)|.+ (?:ڈیلیٹ|حذف|مکمل|ختم|منسوخ|کینسل) (?:مت|نہ|نہیں) (?:{KAR})',
  ],
  simple('no'),
)
