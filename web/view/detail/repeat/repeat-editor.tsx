import { useState } from 'preact/hooks'
import { safeParse } from 'valibot'
import type { Due } from '../../../../functions/domain/due.ts'
import { RuleText } from '../../../../functions/domain/recurrence/rule-text.ts'
import { addDays, weekdayOf } from '../../../../functions/domain/zone.ts'
import type { LocalTask } from '../../../model/local-task.ts'
import { useClient } from '../../client-context.ts'
import { words } from '../../words/current.ts'
import { EndFields } from './end-fields.tsx'
import { MonthFields, WeekFields } from './on-fields.tsx'
import { days, type Freq, type RuleForm, readRule, weekdays, writeRule } from './rule-form.ts'
import { RuleField } from './rule-text.tsx'

const choices = ['none', 'daily', 'weekdays', 'weekly', 'monthly', 'yearly', 'custom'] as const
type Choice = (typeof choices)[number]

/** Edits a task's rule: usual rules in a form, any other one as text. */
export function RepeatEditor({ task, due }: { task: LocalTask; due: Due }) {
  const client = useClient()
  const { editor } = words.value
  const { repeat } = task
  const form = repeat && readRule(repeat.rule, due.date)
  const [own, setOwn] = useState(repeat !== null && !form)
  const [fault, setFault] = useState('')
  const write = (text: string) => {
    const read = safeParse(RuleText, text)
    setFault(read.success ? '' : read.issues[0].message)
    if (read.success) client.update(task.id, { repeat: { rule: read.output, from: repeat?.from ?? 'due' } })
  }
  const change = (patch: Partial<RuleForm>) => {
    if (form) write(writeRule({ ...form, ...patch }, due.date))
  }
  const choose = (choice: Choice) => {
    setOwn(choice === 'custom')
    if (choice === 'none') client.update(task.id, { repeat: null })
    else if (choice !== 'custom') write(writeRule(formOf(choice, due.date), due.date))
    else if (!repeat) write(writeRule(formOf('weekly', due.date), due.date))
  }
  const choice: Choice = !repeat ? 'none' : own || !form ? 'custom' : choiceOf(form)

  return (
    <div class="repeat-editor">
      <label>
        <span>{editor.frequency}</span>
        <select class="input" value={choice} onChange={event => choose(event.currentTarget.value as Choice)}>
          {choices.map(name => (
            <option key={name} value={name}>
              {editor.freq[name]}
            </option>
          ))}
        </select>
      </label>
      {form && choice !== 'custom' && choice !== 'weekdays' && (
        <>
          <label class="interval">
            <span>{editor.every}</span>
            <input
              class="input"
              type="number"
              min={1}
              max={99}
              value={form.interval}
              onChange={event => change({ interval: Math.max(1, Math.round(event.currentTarget.valueAsNumber) || 1) })}
            />
            <span>{editor.unit[form.freq](form.interval)}</span>
          </label>
          {form.freq === 'WEEKLY' && <WeekFields form={form} onChange={change} />}
          {form.freq === 'MONTHLY' && <MonthFields form={form} date={due.date} onChange={change} />}
        </>
      )}
      {repeat && choice === 'custom' && <RuleField rule={repeat.rule} onChange={write} />}
      {fault && <p class="repeat-wrong">{fault}</p>}
      {form && choice !== 'custom' && (
        <EndFields end={form.end} after={addDays(due.date, 1)} onChange={end => change({ end })} />
      )}
      {repeat && (
        <label>
          <span>{editor.countFrom}</span>
          <select
            class="input"
            value={repeat.from}
            onChange={event =>
              client.update(task.id, { repeat: { from: event.currentTarget.value as 'due' | 'completion' } })
            }
          >
            <option value="due">{editor.fromDue}</option>
            <option value="completion">{editor.fromCompletion}</option>
          </select>
        </label>
      )}
    </div>
  )
}

function formOf(choice: Exclude<Choice, 'none' | 'custom'>, date: string): RuleForm {
  const freq: Record<typeof choice, Freq> = {
    daily: 'DAILY',
    weekdays: 'WEEKLY',
    weekly: 'WEEKLY',
    monthly: 'MONTHLY',
    yearly: 'YEARLY',
  }
  const day = days[weekdayOf(date) - 1] ?? 'MO'
  return {
    freq: freq[choice],
    interval: 1,
    weekdays: choice === 'weekdays' ? weekdays : [day],
    month: 'day',
    end: { kind: 'never' },
  }
}

function choiceOf({ freq, interval, weekdays: chosen }: RuleForm): Choice {
  if (freq === 'DAILY') return 'daily'
  if (freq === 'MONTHLY') return 'monthly'
  if (freq === 'YEARLY') return 'yearly'
  return interval === 1 && chosen.join() === weekdays.join() ? 'weekdays' : 'weekly'
}
