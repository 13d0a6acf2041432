import type { Task } from '../../../domain/task.ts'
import { readTasks } from '../../tools/read-tasks.ts'
import { foldText, foldUrdu, wordEnd, wordStart } from '../rules/clause.ts'
import { type Filter, filterIn } from './filter.ts'
import type { Ground } from './ground.ts'
import { bare, momentIn } from './moment.ts'
import { referenceIn } from './reference.ts'
import { byDue, type Match, page, search, searchRemark, type Wanted } from './search.ts'
import { contentWords } from './stop-words.ts'

/** Which tasks the words mean. */
export type Found =
  | { kind: 'tasks'; tasks: Task[] }
  /** Several fit equally. */
  | { kind: 'several'; tasks: Task[] }
  | { kind: 'none' }
  /** "It", and nothing was shown or changed before. */
  | { kind: 'nothing-before' }

/** Below this the words describe something else: half of them are not those of the task. */
const likely = 0.5
/** A match that is better by this much is meant alone. */
const clearly = 0.13
const mostChoices = 6
export const mostAtOnce = 50

export async function findWhich(
  words: string,
  wanted: Wanted,
  ground: Ground & { chosen?: readonly string[]; remark?: boolean },
): Promise<Found> {
  if (ground.chosen) return { kind: 'tasks', tasks: await readTasks(ground.tool.api, ground.chosen) }
  if (ground.remark) return chosen(await searchRemark(ground.tool.api, words, wanted), ground)
  const pointed = await byReference(words, ground)
  if (pointed) return pointed
  const filtered = await byFilter(words, wanted, ground)
  if (filtered) return filtered
  const one = await byWords(words, wanted, ground)
  if (one.kind === 'tasks' && one.clear) return one
  return (await eachOf(words, wanted, ground)) ?? one
}

async function byReference(words: string, { tool, known }: Ground): Promise<Found | undefined> {
  const reference = referenceIn(bare(words)) ?? referenceIn(words)
  if (!reference) return undefined
  const ids = idsOf(reference, known)
  if (!ids) return undefined
  if (!ids.length) return { kind: 'nothing-before' }
  const tasks = await readTasks(tool.api, ids.slice(0, mostAtOnce))
  return reference.kind === 'it' && tasks.length > 1 ? { kind: 'several', tasks } : { kind: 'tasks', tasks }
}

function idsOf(reference: NonNullable<ReturnType<typeof referenceIn>>, { shown, focus, recent = [] }: Ground['known']) {
  if (reference.kind === 'it') return focus.length ? focus : shown
  if (reference.kind === 'them') {
    const [most] = [focus, shown].filter(ids => ids.length > 1)
    if (reference.both && !most) return recent.length > 1 ? recent.slice(0, 2) : []
    return most ?? (shown.length ? shown : focus)
  }
  const ids = reference.places.map(place => shown.at(place < 0 ? place : place - 1))
  // Numbers that point at nothing may be a part of a title.
  return ids.every(id => id !== undefined) ? [...new Set(ids)] : shown.length ? undefined : []
}

const every = new RegExp(
  `^(?:${foldUrdu(
    "all(?: of)?(?: the| my| these| those)?|every(?:thing)?(?: that'?s?| which)?(?: is| are)?|each(?: of)?|both(?: of)?(?: the| my)?|the|sab|sb|sare|saray|saare|tamam|har|mere sab|mere sare|mere tamam|سب|سارے|ساری|تمام|ہر|میرے سب|میرے تمام",
  )})${wordEnd} *`,
)
const plural = new RegExp(
  `${wordStart}(?:${foldUrdu('unhein|unhen|unhe|un ko|unko|inko|in ko|inhein|انہیں|انھیں|ان کو|اُنہیں|tasks|todos|to-dos|items|things|all|everything|every|stuff|ones|sab|sb|sare|saray|saare|tamam|wale sab|کاموں|سب|سارے|تمام|ساری|والے سب|kaamon|kamon')})${wordEnd}`,
)
const bothWords = /(?<![\p{L}])(?:both|dono|donon|دونوں)(?![\p{L}])/giu
const both = new RegExp(`${wordStart}(?:${foldUrdu('both|dono|donon|دونوں')})${wordEnd}`)

/** "Everything overdue", "all work tasks", "both reports". */
async function byFilter(words: string, wanted: Wanted, ground: Ground): Promise<Found | undefined> {
  const text = foldText(words)
  const isBoth = both.test(text)
  const isAll = every.test(text) && !text.startsWith('the ')
  if (!isBoth && !isAll && !plural.test(text)) return undefined
  const { filter, rest } = filterIn(text.replace(every, '').replace(both, ' '), ground.speaker)
  const content = contentWords(rest)
  // Without a word for all and without a filter nobody has named every task.
  if (!isBoth && !content.length) return isAll || Object.keys(filter).length ? all(filter, wanted, ground) : undefined
  if (!content.length) return undefined
  if (isBoth) {
    const each = await eachOf(words.replace(bothWords, ' '), wanted, ground)
    if (each) return each
  }
  const tag = isBoth ? undefined : await tagNamed(content.join(' '), ground)
  if (tag) return all({ ...filter, tags: [tag] }, wanted, ground)
  const matches = (await search(ground.tool.api, content.join(' '), wanted)).filter(({ score }) => score >= 0.6)
  const meant = isBoth ? matches.slice(0, 2) : matches
  if (!meant.length) return undefined
  return { kind: 'tasks', tasks: meant.map(({ task }) => task).sort(byDue) }
}

async function all(filter: Filter, wanted: Wanted, { tool }: Ground): Promise<Found> {
  const { priorities, tags, status, text, ...query } = filter
  const statuses = wanted === 'deleted' ? { deleted: true } : wanted === 'any' ? {} : { status: status ?? wanted }
  const found = await page(tool.api, {
    ...(query as Record<string, string>),
    ...statuses,
    ...(priorities && { priority: priorities }),
    ...(tags && { tag: tags }),
    sort: 'due',
    limit: mostAtOnce,
  })
  return found.length ? { kind: 'tasks', tasks: found } : { kind: 'none' }
}

/** The tag of this name, in the spelling that the person uses. */
export async function tagNamed(name: string, { tool }: Ground): Promise<string | undefined> {
  const { items } = (await tool.api.call('GET', '/api/tags')).body as { items: { name: string }[] }
  const wanted = foldText(name)
  return items.find(one => foldText(one.name) === wanted)?.name
}

/** "Aaj ki dawai", "today's pills": the day of the task. */
const ofDay = /(?<=(?:aa?j|kal|آج|کل|today|tomorrow))(?:['’]s| (?:ka|ki|ke|کا|کی|کے))(?= )/giu

type ByWords = Found & { clear?: boolean }

async function byWords(words: string, wanted: Wanted, ground: Ground): Promise<ByWords> {
  const { date, onlyTime, rest, time, repeat } = momentIn(words.replaceAll(ofDay, ' '), ground.speaker)
  const dated = date && !repeat && rest && contentWords(foldText(rest)).length
  const matches = await search(ground.tool.api, words, wanted)
  const byDate = dated
    ? (await search(ground.tool.api, rest, wanted)).filter(({ task }) => isOn(task, date, time, onlyTime))
    : []
  const [first] = matches
  const isPoor = dated && !byDate.length && (first?.score ?? 0) < likely
  const best = chosen(byDate.length ? byDate : isPoor ? await search(ground.tool.api, rest, wanted) : matches, ground)
  if (best.kind !== 'none' || !date || contentWords(foldText(rest)).length) return best
  // "The one on Friday": only the day is named.
  return onlyTime ? best : narrowed(await all({ dueFrom: date, dueTo: date }, wanted, ground))
}

const narrowed = (found: Found): Found =>
  found.kind === 'tasks' && found.tasks.length > 1
    ? { kind: 'several', tasks: found.tasks.slice(0, mostChoices) }
    : found

const isOn = ({ due }: Task, date: string, time: string | undefined, onlyTime: boolean) =>
  due !== null && (onlyTime ? due.time === time : due.date === date && (!time || due.time === time))

function chosen(matches: readonly Match[], { known }: Ground): ByWords {
  const [best, second] = matches
  if (!best || best.score < likely) return { kind: 'none' }
  if (!second || (best.score >= 0.99 && second.score < 0.99) || best.score - second.score >= clearly)
    return { kind: 'tasks', tasks: [best.task], clear: best.score >= 0.6 }
  const close = matches.filter(({ score }) => best.score - score < clearly && score >= likely)
  const seen = close.filter(({ task }) => known.shown.includes(task.id))
  const [only] = seen.length === 1 ? seen : []
  if (only) return { kind: 'tasks', tasks: [only.task], clear: true }
  return {
    kind: 'several',
    tasks: close
      .slice(0, mostChoices)
      .map(({ task }) => task)
      .sort(byDue),
  }
}

const between = new RegExp(` *(?:,|،|;|${wordStart}(?:and|aur|n|&|plus|اور|و)${wordEnd}) *(?:the )?`)

/** "The milk and the dentist": every part is a task of its own. */
async function eachOf(words: string, wanted: Wanted, ground: Ground): Promise<Found | undefined> {
  const parts = foldText(words).split(between).filter(Boolean)
  if (parts.length < 2 || parts.length > 10) return undefined
  const found = await Promise.all(
    parts.map(async part => (await byReference(part, ground)) ?? byWords(part, wanted, ground)),
  )
  if (found.some(({ kind }) => kind === 'none' || kind === 'nothing-before')) return undefined
  const several = found.find(({ kind }) => kind === 'several')
  if (several) return several
  const tasks = found.flatMap(one => (one.kind === 'tasks' ? one.tasks : []))
  return { kind: 'tasks', tasks: [...new Map(tasks.map(task => [task.id, task])).values()] }
}
