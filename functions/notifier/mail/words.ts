import type { Locale } from '../channel.ts'
import type { ReminderDue } from '../delivery.ts'

/** Isolates a title, so that its direction does not turn the sentence around it. */
const isolated = (text: string) => `\u2068${text}\u2069`

interface Words {
  dir: 'ltr' | 'rtl'
  reminder: (title: string) => string
  due: (when: string) => string
  late: string
  again: (times: number) => string
  complete: string
  snooze: string
  tomorrow: string
  open: string
  unsubscribe: string
  why: string
  confirmSubject: string
  confirm: string
  confirmText: string
  confirmEnds: string
  testSubject: string
  testText: string
  question: Record<'complete' | 'snooze' | 'tomorrow' | 'confirm' | 'unsubscribe', (title: string) => string>
  done: Record<'complete' | 'snooze' | 'tomorrow' | 'confirm' | 'unsubscribe', string>
  used: string
  ended: string
}

export const words: Record<Locale, Words> = {
  en: {
    dir: 'ltr',
    reminder: title => `Reminder: ${isolated(title)}`,
    due: when => `Due ${when}`,
    late: 'This reminder is late: Zerodue was not reachable when it was due.',
    again: times => `This is reminder number ${times}, because the task is still open.`,
    complete: 'Mark as done',
    snooze: 'Remind me in an hour',
    tomorrow: 'Tomorrow morning',
    open: 'Open in Zerodue',
    unsubscribe: 'Stop these mails',
    why: 'You get this mail because this address is a channel for your reminders in Zerodue.',
    confirmSubject: 'Confirm this address for your reminders',
    confirm: 'Confirm this address',
    confirmText: 'Somebody asked Zerodue to send reminders to this address. If that was you, confirm it.',
    confirmEnds: 'If it was not you, do nothing: you will get no reminder. The link works for 24 hours. The token is:',
    testSubject: 'A test from Zerodue',
    testText: 'Reminders reach this address.',
    question: {
      complete: title => `Mark ${isolated(title)} as done?`,
      snooze: title => `Remind you of ${isolated(title)} again in an hour?`,
      tomorrow: title => `Remind you of ${isolated(title)} again tomorrow morning?`,
      confirm: () => 'Let reminders come to this address?',
      unsubscribe: () => 'Stop sending reminders to this address?',
    },
    done: {
      complete: 'Done. The task is marked as done.',
      snooze: 'Done. The reminder comes again in an hour.',
      tomorrow: 'Done. The reminder comes again tomorrow morning.',
      confirm: 'Done. Reminders come to this address from now on.',
      unsubscribe: 'Done. No more reminders come to this address.',
    },
    used: 'This link was used before. Nothing has changed.',
    ended: 'This link does not work, or no longer works. Nothing has changed.',
  },
  ur: {
    dir: 'rtl',
    reminder: title => `یاد دہانی: ${isolated(title)}`,
    due: when => `مقررہ وقت: ${when}`,
    late: 'یہ یاد دہانی دیر سے پہنچی ہے: مقررہ وقت پر Zerodue دستیاب نہیں تھا۔',
    again: times => `یہ ${times} ویں یاد دہانی ہے کیونکہ کام ابھی باقی ہے۔`,
    complete: 'مکمل کریں',
    snooze: 'ایک گھنٹے بعد یاد دلائیں',
    tomorrow: 'کل صبح',
    open: 'Zerodue میں کھولیں',
    unsubscribe: 'یہ ای میلز بند کریں',
    why: 'یہ ای میل آپ کو اس لیے ملی ہے کہ آپ نے Zerodue میں یاد دہانیوں کے لیے یہ پتا دیا ہے۔',
    confirmSubject: 'یاد دہانیوں کے لیے اس پتے کی تصدیق کریں',
    confirm: 'اس پتے کی تصدیق کریں',
    confirmText: 'کسی نے چاہا ہے کہ Zerodue کی یاد دہانیاں اس پتے پر آئیں۔ اگر یہ آپ ہیں تو تصدیق کر دیں۔',
    confirmEnds:
      'اگر یہ آپ نہیں تو کچھ نہ کریں: کوئی یاد دہانی نہیں آئے گی۔ یہ لنک 24 گھنٹے تک کام کرے گا۔ ٹوکن یہ ہے:',
    testSubject: 'Zerodue کی طرف سے آزمائشی پیغام',
    testText: 'یاد دہانیاں اس پتے پر پہنچ رہی ہیں۔',
    question: {
      complete: title => `کیا ${isolated(title)} کو مکمل کر دیں؟`,
      snooze: title => `کیا ${isolated(title)} کی یاد ایک گھنٹے بعد پھر دلائیں؟`,
      tomorrow: title => `کیا ${isolated(title)} کی یاد کل صبح پھر دلائیں؟`,
      confirm: () => 'کیا یاد دہانیاں اس پتے پر بھیجی جائیں؟',
      unsubscribe: () => 'کیا اس پتے پر یاد دہانیاں بھیجنا بند کر دیں؟',
    },
    done: {
      complete: 'ہو گیا۔ کام مکمل شدہ ہے۔',
      snooze: 'ہو گیا۔ یاد دہانی ایک گھنٹے بعد پھر آئے گی۔',
      tomorrow: 'ہو گیا۔ یاد دہانی کل صبح پھر آئے گی۔',
      confirm: 'ہو گیا۔ اب سے یاد دہانیاں اس پتے پر آئیں گی۔',
      unsubscribe: 'ہو گیا۔ اب اس پتے پر کوئی یاد دہانی نہیں آئے گی۔',
    },
    used: 'یہ لنک پہلے استعمال ہو چکا ہے۔ کچھ نہیں بدلا۔',
    ended: 'یہ لنک کام نہیں کرتا، یا اب نہیں کرتا۔ کچھ نہیں بدلا۔',
  },
}

/** The due moment on the clock of the person. A date without a time is the same date everywhere. */
export function whenDue({ task, zone }: Pick<ReminderDue, 'task' | 'zone'>, locale: Locale): string | undefined {
  const { due, dueAt } = task
  if (!due) return undefined
  const day = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
  if (!dueAt) return format(new Date(`${due.date}T00:00:00Z`), locale, { ...day, timeZone: 'UTC' })
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' } as const
  return format(new Date(dueAt), locale, { ...day, ...clock, timeZone: zone ?? due.zone })
}

const format = (at: Date, locale: Locale, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale === 'ur' ? 'ur-PK' : 'en-GB', options).format(at)

/** Control characters become spaces, so that a title cannot begin another line or header. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
