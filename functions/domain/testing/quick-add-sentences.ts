import { readFileSync } from 'node:fs'
import type { Draft } from '../quick-add/parse.ts'
import { ruleText } from '../recurrence/rule-text.ts'

/** When and where a person types the sentences of the tables. */
export const typedAt = { zone: 'Asia/Karachi', now: new Date('2026-11-18T05:00:00Z') }

export interface Sentence {
  text: string
  draft: Draft
}

/** The table of one language: sentences, and the drafts that their authors mean. */
export function sentences(language: 'en' | 'ur' | 'roman-urdu'): Sentence[] {
  return readFileSync(new URL(`../quick-add/sentences/${language}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter(line => line.trim() && !line.startsWith('# '))
    .map(line => {
      const [text = '', title = text, due, rule, more] = line.split('|').map(cell => cell.trim())
      return { text, draft: { title, ...dueOf(due), ...repeatOf(rule), ...marksOf(more) } }
    })
}

function dueOf(cell?: string): Pick<Draft, 'due'> {
  const [date, time] = cell?.split(' ') ?? []
  return date ? { due: { date, ...(time !== undefined && { time }), zone: typedAt.zone } } : {}
}

function repeatOf(cell?: string): Pick<Draft, 'repeat'> {
  if (!cell) return {}
  return { repeat: { rule: ruleText(cell.replace('!', '')), from: cell.startsWith('!') ? 'completion' : 'due' } }
}

function marksOf(cell?: string): Partial<Draft> {
  const words = cell?.split(' ').filter(Boolean) ?? []
  const tags = words.filter(word => word.startsWith('#')).map(word => word.slice(1))
  const priority = words.find(word => /^P[1-4]$/.test(word)) as Draft['priority']
  const reminders = words
    .filter(word => /^(?:@|PT?\d+[DHM])/.test(word))
    .map(word => (word.startsWith('@') ? { at: word.slice(1) } : { before: word }))
  return { ...(tags.length && { tags }), ...(priority && { priority }), ...(reminders.length && { reminders }) }
}
