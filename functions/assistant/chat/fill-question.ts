import { fold } from '../../domain/fold.ts'
import { readTasks } from '../tools/read-tasks.ts'
import type { Ground } from './check/ground.ts'
import { momentIn } from './check/moment.ts'
import { referenceIn } from './check/reference.ts'
import { contentWords } from './check/stop-words.ts'
import type { Memory } from './conversations/memory.ts'
import { candidates } from './rules/candidates.ts'
import { clauseOf } from './rules/clause.ts'
import type { Intention } from './skills/intention.ts'

export interface Filled {
  skill: NonNullable<Memory['question']>['skill']
  intention: Intention
  chosen?: string[]
}

/** The intention of the last turn with the answer to its question; `undefined` if the message is something else. */
export async function fillQuestion(
  question: NonNullable<Memory['question']>,
  said: string,
  ground: Ground,
): Promise<Filled | undefined> {
  const { skill, intention, slot, choices, tasks } = question
  const clause = clauseOf(said)
  const isOther = () => candidates(clause).some(({ soft }) => !soft)
  if (slot === 'which') {
    const chosen = await choiceIn(said, choices, ground, isOther)
    if (chosen) return { skill, intention, chosen }
    if (choices.length || isOther() || !('which' in intention)) return undefined
    return { skill, intention: { ...intention, which: clause.original } as Intention }
  }
  if (isOther() && !momentIn(said, ground.speaker).date) return undefined
  const field = slot === 'words' ? 'words' : slot
  const { date, repeat, shift } = momentIn(said, ground.speaker)
  if ((slot === 'when' && !date && !shift) || (slot === 'rule' && !repeat)) return undefined
  return { skill, intention: { ...intention, [field]: clause.original } as Intention, chosen: tasks }
}

/** The tasks of an offer that the words choose; `undefined` if they choose none. */
export async function choiceIn(said: string, choices: readonly string[], { tool }: Ground, isOther: () => boolean) {
  if (!choices.length) return undefined
  const reference = referenceIn(said)
  if (reference?.kind === 'places') {
    const ids = reference.places.map(place => choices.at(place < 0 ? place : place - 1))
    return ids.every(id => id !== undefined) ? (ids as string[]) : undefined
  }
  if (reference?.kind === 'them') return [...choices]
  if (isOther()) return undefined
  const words = contentWords(fold(said))
  if (!words.length) return undefined
  const tasks = await readTasks(tool.api, choices)
  const scores = tasks.map(task => {
    const own = fold(`${task.title} ${task.tags.join(' ')}`).split(' ')
    return {
      id: task.id,
      score: words.filter(word => own.some(one => one === word || (word.length > 3 && one.startsWith(word)))).length,
    }
  })
  const best = Math.max(...scores.map(({ score }) => score))
  const fitting = scores.filter(({ score }) => score === best)
  return best > 0 && fitting.length === 1 ? fitting.map(({ id }) => id) : undefined
}
