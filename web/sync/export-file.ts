import type { Settings } from '../model/client.ts'
import { isRefused } from '../model/refusal.ts'
import { withConversations } from './conversations-in-file.ts'
import { askWithAccount, type RequestContext } from './requests.ts'
import { isProblem } from './server.ts'

/** A file of all data. Into the JSON go the conversations too, which the assistant holds. */
export async function exportFile(
  context: RequestContext,
  format: Parameters<Settings['exportAll']>[0],
): ReturnType<Settings['exportAll']> {
  const answer = await askWithAccount(context, async server => {
    const response = await server.open(`/api/export?format=${format}`)
    return isProblem(response) ? response : { file: await response.blob() }
  })
  if (isRefused(answer)) return answer
  const name = `zerodue-${context.platform.now().toISOString().slice(0, 10)}.${format}`
  if (format !== 'json') return { name, file: answer.file, incomplete: false }
  const conversations = await readConversations(context)
  const whole = conversations && (await withConversations(answer.file, conversations))
  return { name, file: whole ?? answer.file, incomplete: !whole }
}

/** All conversations, page by page. Undefined: the assistant did not give all of them. */
async function readConversations(context: RequestContext): Promise<unknown[] | undefined> {
  const all: unknown[] = []
  let cursor: string | null = null
  do {
    const query: string = cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''
    const answer = await askWithAccount(context, server =>
      server.ask<{ items: unknown[]; next: string | null }>(`/api/conversations/export${query}`),
    )
    if (isRefused(answer)) return undefined
    all.push(...answer.items)
    cursor = answer.next
  } while (cursor)
  return all
}
