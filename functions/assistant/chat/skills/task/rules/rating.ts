import { rules } from '../../../rules/rule.ts'
import type { Intention } from '../../intention.ts'
import { priorityNamed } from '../priority.ts'

const rating = rules(
  [
    '(?:make|mark|set|flag|treat|label|put) {which} (?:as |to |at |is |a )*(?<priority>{PRIORITY})',
    '(?:set|change|raise|lower|bump|increase|reduce|put)(?: up| down)?(?: the)? priority (?:of|for|on) {which} (?:to|as|up to|down to) (?<priority>{PRIORITY})',
    "(?:set|change|raise|lower|bump) {which}(?:'s)? priority (?:to|as|up to|down to) (?<priority>{PRIORITY})",
    '(?:give) {which} (?:a |the )?(?<priority>{PRIORITY})',
    '(?:bump|raise|change|set|lower|drop|move) {which} (?:up |down )?to (?<priority>{PRIORITY})',
    '(?<priority>{PRIORITY})(?: for| on|:) {which}',
    '{which} (?:is|are|has become|became|should be|is now|has|needs) (?:a |now )?(?<priority>{PRIORITY})(?: now)?',
    '(?:prioriti[sz]e|flag|star) {which}',

    '{which}(?:{KO}|{KA}|{KA} liye)? (?<priority>{PRIORITY})(?: (?:mein|main|me|par|pe|bhi))* (?:{KAR}|bana(?:o| do| dein|do| dain)|mark ?{KAR}|set ?{KAR}|rakh(?:o| do)|laga(?:o| do)|de do|samjho)',
    '{which}{KA} (?:priority|prio|tarjeeh|tarjih|ahmiyat) (?<priority>{PRIORITY}) (?:{KAR}|rakh(?:o| do)|set {KAR}|bana do)',
    '{which}{KA} (?:priority|tarjeeh|ahmiyat) (?<priority>barha|kam|ghata)(?: ?(?:do|o|{KAR}))?',
    '{which} (?:bohat |bahut )?(?<priority>{PRIORITY}) (?:hai|he|h|ho gaya hai|ho gaya)',
    '{which}(?:{KO}|{KA}|{KA} لیے)? (?<priority>{PRIORITY})(?: (?:میں|پر|بھی))* (?:{KAR}|بنا(?:ؤ|و| دو| دیں|دو|ئیں)|(?:مارک|سیٹ|نشان زد) ?{KAR}|رکھ(?:و| دو)|لگا(?:ؤ|و| دو)|دے دو|سمجھو)',
    '{which}{KA} (?:ترجیح|اہمیت|پرائیوریٹی|پریارٹی) (?<priority>{PRIORITY}) (?:{KAR}|رکھ(?:و| دو)|سیٹ {KAR}|بنا دو)',
    '{which}{KA} (?:ترجیح|اہمیت|پرائیوریٹی) (?<priority>بڑھا|کم|گھٹا)(?: ?(?:دو|ؤ|و|{KAR}))?',
    '{which} (?:بہت )?(?<priority>{PRIORITY}) (?:ہے|ہو گیا ہے|ہو گیا)',
  ],
  ({ which, priority }): Intention | undefined =>
    which ? { intent: 'priority', which, priority: priorityNamed(priority) } : undefined,
  { confidence: 0.85 },
)

const unrating = rules(
  [
    '(?:remove|clear|drop|reset|take)(?: off| away)?(?: the| its)? priority (?:of|from|for|on|off|off of|away from) {which}',
    '{which}{KA} (?:priority|prio|tarjeeh|tarjih|ahmiyat) (?:{REMOVE})',
    '{which}{KA} (?:ترجیح|اہمیت|پرائیوریٹی) (?:{REMOVE})',
  ],
  ({ which }): Intention | undefined => (which ? { intent: 'priority', which, priority: 'P4' } : undefined),
)

/** "And urgent too": the task of the last turn. */
const ratingIt = rules(
  [
    '(?:make it |mark it |and )?(?<priority>{PRIORITY})(?: too| as well| also)',
    '(?<priority>{PRIORITY})(?: (?:bhi|mark))*(?: {KAR}| bana do| rakho)?',
    '(?<priority>{PRIORITY})(?: (?:بھی|مارک))*(?: {KAR}| بنا دو| رکھو)?',
  ],
  ({ priority }): Intention => ({ intent: 'priority', which: 'it', priority: priorityNamed(priority) }),
  { soft: true },
)

export const rated = [...unrating, ...rating, ...ratingIt]
