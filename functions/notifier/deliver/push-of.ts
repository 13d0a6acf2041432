import type { ChannelRow } from '../channel.ts'
import { oneLine, whenDue } from '../mail/when.ts'
import { words } from '../mail/words.ts'
import type { Claimed } from './claim.ts'

/** What a browser shows. It fits into one push message, which holds not quite 4 KiB. */
export function pushOf({ content, id }: Claimed, channel: ChannelRow) {
  const { tag } = content
  if (content.what !== 'reminder') {
    const locale = channel.locale ?? 'en'
    const { testSubject: title, testText: body, dir } = words[locale]
    return { what: content.what, id, tag, title, body, lang: locale, dir }
  }
  const { reminder } = content
  const locale = channel.locale ?? reminder.locale ?? 'en'
  const title = [...oneLine(reminder.task.title)].slice(0, 200).join('')
  return {
    what: content.what,
    id,
    tag,
    title,
    body: whenDue(reminder, locale) ?? '',
    taskId: reminder.task.id,
    reminderId: reminder.reminder.id,
    at: reminder.reminder.at,
    lang: locale,
    dir: words[locale].dir,
  }
}
