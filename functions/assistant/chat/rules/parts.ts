/** Parts of patterns. Urdu has its verbs at the end: a noun such as "complete" and a light verb such as "kar do". */
export const parts: Readonly<Record<string, string>> = {
  // "kar do", in all its spellings and grades of politeness.
  KAR: `k(?:a|e)?r(?: ?(?:do|dou|dein|den|dain|dijiye|dijye|dijie|dejiye|de|dey|dena|dy|lo|lein|len|lain|lena|o|ou|ein|en|ain|iye|iay|ye|na(?: hai| h)?|wa do|a do))?|kijiye|kijie|kjye|kiya jaye|farma ?(?:dein|den|dijiye|dain)|
    کر(?: ?(?:دو|دیں|دیجیے|دیجئے|دے|دینا|دیجیئے|لو|لیں|لیجیے|لینا|و|یں|نا(?: ہے)?|یے|یئے|وا دو|وا دیں))?|کیجیے|کیجئے|فرما ?(?:دیں|دیجیے|دیجئے)|فرمائیں`,
  // "ho gaya": it has happened.
  HOGAYA: `ho ?(?:gaya|gya|gaya|gai|gayi|gyi|gaye|gae|gye|gayee|chuka|chuki|chuke|chukay|chukey|gayin|gyaa)(?: (?:hai|hain|he|h|tha|thi))?|(?:khatam|khatm|poora|pura|mukammal) (?:hua|hui|huwa)(?: hai)?|
    ہو ?(?:گیا|گئی|گئے|چکا|چکی|چکے|گئیں|گی)(?: (?:ہے|ہیں|تھا|تھی))?|(?:ختم|پورا|پوری|مکمل) (?:ہوا|ہوئی|ہوئے)(?: (?:ہے|ہیں))?`,
  // "kar liya": I have done it.
  KARLIYA: `k(?:a)?r ?(?:liya|lia|li|liye|lye|lie|diya|dia|di|dali|dala|chuka|chuki|liyay|aya|aaya)(?: (?:hai|hain|he|h|hun|hoon|hu))?|(?:le|lay) (?:liya|lia|aya)|de (?:diya|dia)|kiya hai|
    کر ?(?:لیا|لی|لیے|لئے|دیا|دی|دیے|ڈالا|چکا|چکی|چکے)(?: (?:ہے|ہیں|ہوں))?|لے (?:لیا|آیا|لی)|دے (?:دیا|دی)|کیا ہے`,
  KO: ` (?:ko|ku|koh|کو)`,
  KA: ` (?:ka|ki|ke|kay|کا|کی|کے)`,
  SE: ` (?:se|say|sey|سے)`,
  MEIN: ` (?:mein|main|me|mai|may|میں)`,
  PAR: ` (?:par|pe|pay|per|پر|پہ)`,
  SHOW: `dikha(?:o|ao|yo|wo|u|do|dein|den|dain|iye|iay|en|ein|na|ye)?(?: (?:do|dein|den|dain|na))?|dekha(?:o|ao|do|u|dein|den|dain)|dekh(?:na|ni|ne)(?: (?:hai|hain|chahta hoon|hn|he))?|bata(?:o|ao|u|do|dein|den|dain|iye|na|en|ein)?(?: (?:do|dein|den|dain))?|suna(?:o|do|dein)(?: do)?|show {KAR}|show|list {KAR}|list|nikal(?:o| do)|
    دکھا(?:ؤ|و|ئیں|ئیے|یئے|دو|دیں|نا)?(?: ?(?:دو|دیں|دیجیے|دیجئے))?|دیکھ(?:نا|نے|نی)(?: (?:ہے|ہیں|چاہتا ہوں))?|بتا(?:ؤ|و|ئیں|ئیے|یئے|دو|دیں|نا)?(?: ?(?:دو|دیں|دیجیے|دیجئے))?|سنا(?:ؤ|و|ئیں|دو)(?: دو)?|شو {KAR}|لسٹ {KAR}|لسٹ|فہرست|گنوا(?:ؤ|و|ئیں)`,
  REMIND: `(?:yaa?d|yaad) ?(?:dila|karwa|kara|krwa|kra|dilwa)(?:o|na|ao|u|do|dein|den|dain|dena|dijiye|iye|en|ein|ye|ana)?(?: (?:do|dein|den|dain|dena|dijiye|hai))?|remind {KAR}|remind|reminder (?:laga|set|add|rakh|dal|daal|de|bana)(?:o|do|dein|dain|na|ao)?(?: {KAR}| do| dein| dain| dena| lo)?|alarm (?:laga|set)(?:o|do|dein|na|ao)?(?: {KAR}| do| dein| dena)?|
    یاد ?(?:دلا|کرا|کروا|دلوا)(?:ؤ|و|نا|ئیں|ئیے|یئے|دو|دیں|دینا)?(?: ?(?:دو|دیں|دینا|دیجیے|دیجئے|دیجیئے|ہے))?|(?:ریمائنڈر|ریماینڈر|یاددہانی|یاد دہانی|الارم)(?: (?:لگا|سیٹ|شامل|رکھ|ڈال|بنا)(?:ؤ|و|ئیں|نا)?(?: ?(?:دو|دیں|دینا|لو|{KAR}))?)|ریمائنڈ {KAR}`,
  REMINDER: `reminders?|alarm|yaa?d ?dehani|notifications?|ریمائنڈرز?|ریماینڈر|یاددہانی|یاد دہانی|یاددہانیاں|الارم|نوٹیفکیشن`,
  REMOVE: `(?:hata|mita|uda|ura|nikal|nikaal)(?:o|ao|do|dein|den|dain|na|u|dena|iye|en)?(?: (?:do|dein|den|dain|dena|dijiye))?|(?:remove|delete|cancel|hazf|hazaf|khatam|khatm|band|off|del|dlt|clear|mansookh|mansukh) ?{KAR}|remove|delete|
    (?:ہٹا|مٹا|اڑا|نکال)(?:ؤ|و|ئیں|ئیے|یئے|دو|دیں|نا)?(?: ?(?:دو|دیں|دیجیے|دیجئے|دینا))?|(?:ڈیلیٹ|ڈلیٹ|حذف|ریموو|کینسل|منسوخ|ختم|بند|خارج|صاف) ?{KAR}`,
  PUT: `(?:le ?ja|ly ?ja|lay ?ja)(?:o|ao|en|ein|na|iye|u)?|rakh(?:o|do| do| dein| den| dain| lo| dena| lein|na|iye|dein)?|(?:aage|agay|aagay|age|agey) (?:barha|badha|{KAR})(?:o|do| do| dein| dain|na)?|(?:barha|badha)(?:o| do|do| dein| dain)|(?:daal|dal)(?:o| do|do| dein| dain)|badal(?:o| do| dein| dain|do)|(?:move|shift|reschedule|re-schedule|postpone|multavi|multawi|change|set|schedule|tabdeel|update|muntaqil|delay) ?{KAR}|move|shift|
    لے ?(?:جاؤ|جاو|جائیں|آؤ|آئیں|جانا|جائیے)|رکھ(?: ?(?:دو|دیں|لو|لیں|و|یں|نا|دینا|دیجیے|دیجئے))?|آگے (?:بڑھا|{KAR})(?:ؤ|و|ئیں)?(?: ?(?:دو|دیں|دیجیے))?|بڑھا(?:ؤ|و| دو| دیں|ئیں)|ڈال(?:و| دو| دیں)|بدل(?:و| دو| دیں)|(?:موو|شفٹ|منتقل|ملتوی|ری شیڈول|تبدیل|سیٹ|شیڈول|مؤخر|موخر|پوسٹ پون) ?{KAR}`,
  // Nouns that only say that tasks are meant.
  TASKS: `(?:tasks?|to-?dos?|items?|things?|stuff|work|kaa?m|kaamon|کام|کاموں|ٹاسک|ٹاسکس)`,
  DONE: `(?:done|complete|completed|compleet|finished|finish|mukammal|mukamal|mukkamal|khatam|khatm|poora|pura|tick|check|dn|ڈن|مکمل|ختم|پورا|پوری|پورے|کمپلیٹ|ٹک|ہو گیا)`,
  PRIORITY: `(?:(?:very |really |super |most |top |highest |a |the |bohat |bahut |sab se |sb se |بہت |سب سے |انتہائی )*(?:urgent|critical|high|important|medium|normal|low|lower|lowest|highest|higher|top|p ?[1-4]|zaroori|zaruri|zroori|zarori|aham|ehem|ahem|fori|fauri|fouri|ziada|zyada|ziyada|darmiyani|darmiani|kam|mamooli|aam|none|no|فوری|ارجنٹ|ضروری|اہم|ہائی|زیادہ|اونچی|درمیانی|میڈیم|کم|معمولی|عام|لو|پی ?[1-4])(?: (?:priority|prio|importance|tarjeeh|tarjih|ahmiyat|ترجیح|اہمیت|پرائیوریٹی))?)`,
}
