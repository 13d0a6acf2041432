import { completable, type McpServer } from '@modelcontextprotocol/server'
import { toStandardJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import type { McpCall } from './door.ts'
import type { RunDeps } from './run-tool.ts'
import { completeTag } from './tags.ts'

/** Requests that a person picks from a menu of the client. The text is the person's own first message. */
const prompts = [
  {
    name: 'plan_my_day',
    title: 'Plan my day',
    text: (about: string) =>
      `Help me plan today. Look up my overdue tasks and the tasks due today${about}. Suggest an order by priority and time, and say which tasks to move or drop. Change nothing before I agree.`,
  },
  {
    name: 'weekly_review',
    title: 'Weekly review',
    text: (about: string) =>
      `Help me review my week. Look up what I completed in the last seven days, what is overdue and what is due in the next seven days${about}. Sum it up briefly, then ask me about each overdue task: do it, move it or drop it. Change nothing before I agree.`,
  },
] as const

export function addPrompts(server: McpServer, deps: RunDeps, call: McpCall): void {
  const tag = completable(v.optional(v.pipe(v.string(), v.maxLength(50))), start =>
    completeTag(deps, call, start ?? ''),
  )
  const entries = { tag }
  // The SDK looks for completions in `shape`, where Zod has its fields.
  const argsSchema = { ...toStandardJsonSchema(v.object(entries)), shape: entries }
  for (const { name, title, text } of prompts)
    server.registerPrompt(name, { title, argsSchema }, ({ tag: only }) => ({
      messages: [
        {
          role: 'user',
          content: { type: 'text', text: text(only ? `, only those with the tag ${JSON.stringify(only)}` : '') },
        },
      ],
    }))
}
