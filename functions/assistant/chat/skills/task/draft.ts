import { parseQuickAdd } from '../../../../domain/quick-add/parse.ts'
import type { Speaker } from '../../check/person.ts'
import { clauseOf, foldUrdu } from '../../rules/clause.ts'

const important = new RegExp(
  `(?:^|[,،;(] ?| (?:with|as) )(?:it'?s )?(?<level>${foldUrdu(
    'very urgent|urgent|asap|high priority|top priority|low priority|medium priority|important|very important|(?:bohat )?zaroori|aham|fori|فوری|ارجنٹ|ضروری|بہت ضروری|اہم',
  )})(?:\\)|(?= ?(?:$|[,،;:-])))`,
)

/** The task that quick add makes of the words, with a priority that is named by a word between commas. */
/** Who has to do it goes without saying. */
const forMe = /^(?:mujhe|mjhe|mujhay|muje|humein|hamein|مجھے|ہمیں)\s+(?!(?:yaa?d|یاد))/iu

export function draftOf(words: string, { now, zone, locale }: Speaker): Record<string, unknown> {
  const { without, priority } = priorityApart(words.replace(forMe, ''))
  const { task } = parseQuickAdd({ text: without, locale, zone, now })
  const { due, repeat, title, ...rest } = task
  return {
    title: titleOf(title),
    ...rest,
    ...(priority && !rest.priority && { priority }),
    ...(due && { due: { date: due.date, ...(due.time && { time: due.time }) } }),
    ...(repeat && { repeat: { rule: repeat.rule, ...(repeat.from === 'completion' && { from: repeat.from }) } }),
  }
}

function priorityApart(words: string) {
  const clause = clauseOf(words)
  const found = important.exec(clause.text)
  if (!found?.groups || found[0].length === clause.text.length) return { without: words }
  const level = found.groups.level ?? ''
  const rest = [clause.quote(0, found.index), clause.quote(found.index + found[0].length, clause.text.length)]
  const without = rest.filter(Boolean).join(found.index === 0 ? '' : ', ')
  const isTop = /urgent|asap|top|very|fori|bohat|فوری|ارجنٹ|بہت/.test(level)
  const priority = /low/.test(level) ? 'P4' : /medium/.test(level) ? 'P3' : isTop ? 'P1' : 'P2'
  return without ? { without, priority } : { without: words }
}

/** Quotation marks around the whole title only say where it begins and ends. */
const titleOf = (title: string): string => {
  const quoted = /^["“«'‘](.+)["”»'’]$/u.exec(title.trim())
  const bare = (quoted?.[1] ?? title)
    .trim()
    .replace(/[\s,;:،.۔-]+$/u, '')
    .replace(/ (?:n|and|aur|اور)$/iu, '')
  return bare || title
}
