const mark = 'x-hono-already-sent'

/** For a route that has written to the connection itself. */
export const alreadySent = (): Response => plain(new Response(null, { headers: { [mark]: 'true' } }))

/**
 * The server looks for the mark on ordinary responses only, and not on its own lighter ones, which it would write once
 * more. Asking one of those for its body makes it an ordinary one.
 */
export function plain(response: Response): Response {
  return response.headers.has(mark) && response.body ? response : response
}
