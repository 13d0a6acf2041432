import { randomInt } from 'node:crypto'
import { people, rare, tags, things, verbs } from './words.ts'

const one = (words: readonly string[]) => words[randomInt(words.length)] ?? ''
const few = (words: readonly string[]) => words[Math.floor(words.length * Math.random() ** 2)] ?? ''

/** The beginning of a word, as while a person types. */
const begun = (word: string) => word.slice(0, 2 + randomInt(3))

/** Two letters swapped, one letter too many or one too few. */
function mistyped(word: string): string {
  const at = 1 + randomInt(word.length - 2)
  const [before, a, b, after] = [word.slice(0, at), word[at] ?? '', word[at + 1] ?? '', word.slice(at + 2)]
  return [`${before}${b}${a}${after}`, `${before}${a}${a}${b}${after}`, `${before}${b}${after}`][randomInt(3)] ?? word
}

const long = (words: readonly string[]) => words.filter(word => word.length >= 6)

/** Typical queries of a list, each time with other words, tags and days. */
export const queries: Record<string, () => string> = {
  'open tasks by due date': () => 'status=open&sort=due',
  'due this week, open': () => 'due=week&status=open',
  'overdue by priority': () => 'due=overdue&sort=priority',
  'a tag, by priority': () => `tag=${one(tags)}&sort=priority`,
  'two tags, open': () => `tag=${one(tags)}&tag=${one(tags)}&status=open&sort=due`,
  'P1 and P2, by last change': () => 'priority=P1&priority=P2&sort=-updated',
  'a word as it is typed, open, by due date': () => `q=${begun(few(things))}&status=open&sort=due`,
  'two words': () => `q=${few(verbs)}%20${begun(few(things))}`,
  'a common word, best first': () => `q=${things[randomInt(8)]}`,
  'a rare name': () => `q=${one(rare)}&sort=due`,
  'a word with a typing error': () => `q=${mistyped(few(long(things)))}&status=open&sort=due`,
  'a person, a tag and a priority': () => `q=${one(people)}&tag=${one(tags)}&priority=P1&priority=P2&sort=-created`,
  'no such word': () => `q=qqxx${randomInt(1_000_000)}`,
}
