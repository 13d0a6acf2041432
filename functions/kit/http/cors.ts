import type { ServerResponse } from 'node:http'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import * as v from 'valibot'
import { plain } from './answer.ts'

/** More origins that serve the web client, besides the function's own. */
export const webOrigins = v.pipe(
  v.string(),
  v.transform(text => text.split(',').flatMap(one => one.trim() || [])),
  v.array(
    v.pipe(v.string(), v.check(isOrigin, 'must be origins such as https://app.example.com, with commas between')),
  ),
)

export const webEntries = { WEB_ORIGINS: v.optional(webOrigins, '') }

/**
 * Lets pages of these origins call a function, with a token or the session cookie, and read the answer. All other requests
 * go straight to the app: other pages get no CORS headers, and programs pay nothing for this.
 */
export function forWeb(app: Pick<Hono, 'fetch'>, origins: readonly string[]): Pick<Hono, 'fetch'> {
  if (!origins.length) return app
  const open = new Hono()
  open.use(
    cors({
      origin: [...origins],
      credentials: true,
      allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
      allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'Last-Event-ID'],
      exposeHeaders: [
        'ETag',
        'Location',
        'RateLimit',
        'RateLimit-Policy',
        'Retry-After',
        'Trace-Id',
        'WWW-Authenticate',
      ],
      maxAge: 7_200,
    }),
  )
  open.all('*', c => {
    // A stream writes to the connection directly, past this response, so the CORS headers must be set there too.
    const { outgoing } = (c.env ?? {}) as { outgoing?: ServerResponse }
    c.res.headers.forEach((value, name) => void outgoing?.setHeader(name, value))
    return app.fetch(c.req.raw, c.env)
  })
  return {
    fetch: async (request, ...rest) =>
      origins.includes(request.headers.get('origin') ?? '')
        ? plain(await open.fetch(request, ...rest))
        : app.fetch(request, ...rest),
  }
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text
}
