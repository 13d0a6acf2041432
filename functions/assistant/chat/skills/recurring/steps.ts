import { classes } from '../../../../domain/quick-add/vocabulary.ts'
import type { Task } from '../../../../domain/task.ts'
import type { Reading } from '../../check/ground.ts'
import { bare, momentIn } from '../../check/moment.ts'
import { calls, type Step, tell } from '../../check/step.ts'
import { contentWords } from '../../check/stop-words.ts'
import { foldText } from '../../rules/clause.ts'
import type { Intention } from '../intention.ts'
import { onTasks } from '../task/steps.ts'

type Of<K extends Intention['intent']> = Extract<Intention, { intent: K }>

export async function repeat(intention: Of<'repeat'>, reading: Reading): Promise<Step | undefined> {
  const { which, rule } = intention
  const joined = which === rule
  const moment = momentIn(ruleWords(rule), reading.speaker)
  if (!moment.repeat)
    return !reading.asks
      ? undefined
      : onTasks(intention, 'open', reading, tasks => ({ kind: 'ask', slot: 'rule', choices: [], intention, tasks }))
  const { repeat, date, time } = moment
  return onTasks(
    intention,
    'open',
    reading,
    tasks => {
      const undated = tasks.some(({ due }) => !due)
      const due = undated ? { date, ...(time && { time }) } : time ? { time } : undefined
      const change = { rule: repeat.rule, ...(repeat.from === 'completion' && { from: repeat.from }) }
      return calls('update_task', { taskIds: tasks.map(({ id }) => id), ...(due && { due }), repeat: change }, tasks)
    },
    (joined ? bare(moment.rest) : which) || 'it',
  )
}

/** "Weekly" stands alone here, which quick add takes for the name of a thing. */
const ruleWords = (rule: string) => rule.replace(/\b(repeat|recurring|repeating)\b/gi, ' ')

export const unrepeat = (intention: Of<'unrepeat' | 'skip'>, reading: Reading) =>
  onTasks(intention, 'open', reading, tasks => {
    const repeating = tasks.filter(task => task.repeat)
    if (!repeating.length) return tell('does-not-repeat')
    return calls('update_task', { taskIds: repeating.map(({ id }) => id), repeat: null }, repeating)
  })

export const skip = (intention: Of<'unrepeat' | 'skip'>, reading: Reading) =>
  onTasks(intention, 'open', reading, tasks => {
    const repeating = tasks.filter(task => task.repeat)
    if (!repeating.length) return reading.soft ? undefined : tell('does-not-repeat')
    const skipped = repeating.map(({ id }) => ({ tool: 'skip_occurrence', arguments: { taskId: id } }))
    return { kind: 'calls', calls: skipped, tasks: repeating }
  })

export async function preview(intention: Of<'preview'>, reading: Reading): Promise<Step | undefined> {
  const count = countIn(intention.count)
  const ruled = momentIn(intention.which, reading.speaker)
  const byRule = ruled.repeat && ruled.date && !contentWords(foldText(ruled.rest)).some(word => !ruleTalk.has(word))
  if (ruled.repeat && ruled.date && byRule) {
    const start = { date: ruled.date, ...(ruled.time && { time: ruled.time }) }
    return calls('preview_recurrence', { rule: ruled.repeat.rule, start, ...(count && { count }) })
  }
  return onTasks(intention, ['open', 'any'], reading, ([task]) => {
    if (!task) return undefined
    if (!task.repeat || !task.due) return calls('find_task', { text: bare(intention.which).slice(0, 200) }, [task])
    const { date, time, zone } = task.due
    const start = { date, ...(time && { time }), zone }
    return calls('preview_recurrence', { rule: ruleOf(task), start, ...(count && { count }) }, [task])
  })
}

const ruleOf = ({ repeat }: Task) => repeat?.rule ?? ''
const ruleTalk = new Set(
  'if something repeats which dates are when next times repeat repeating date days would be'.split(' '),
)

function countIn(words: string | undefined): number | undefined {
  if (!words) return undefined
  const folded = foldText(words)
  const count = /^\d+$/.test(folded) ? Number(folded) : classes.number.read(folded)
  return count >= 1 && count <= 30 ? count : undefined
}
