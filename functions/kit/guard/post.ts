import { type Guard, guardedRequest, type Message } from './request.ts'

interface Reply {
  status: number
  retryAfter: string | undefined
}

/** POSTs to a URL that a stranger chose. It reads only the status: the body may have no end. */
export const post = (url: string, message: Message, guard: Guard): Promise<Reply> =>
  guardedRequest('POST', url, message, guard, ({ statusCode = 0, headers }) => ({
    status: statusCode,
    retryAfter: headers['retry-after'],
  }))
