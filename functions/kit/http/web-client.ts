import { serveStatic } from '@hono/node-server/serve-static'
import type { MiddlewareHandler } from 'hono'
import { etag } from 'hono/etag'

export interface WebClient {
  /** The folder of the built client; a promise while the build runs. */
  folder: string | Promise<string>
  /** Origins of functions that the page may call. */
  connectTo?: readonly string[]
}

/** Serves the built web client: its files, and its page for every path of a screen. Any other path goes to the next handler. */
export function webClient({ folder, connectTo = [] }: WebClient): MiddlewareHandler {
  const policy = policyFor(connectTo)
  let serving: Promise<Serving> | undefined
  return async (c, next) => {
    const { path } = c.req
    if (path.startsWith('/api/')) return next()
    serving ??= Promise.resolve(folder).then(root => handlersOf(root, policy))
    const { file, page, docs } = await serving
    if (path === '/docs') return docs(c, next)
    const isScreen = !/\.[a-z0-9]+$/i.test(path) && (c.req.header('accept') ?? '').includes('text/html')
    return (isScreen ? page : file)(c, next)
  }
}

interface Serving {
  file: MiddlewareHandler
  page: MiddlewareHandler
  /** The API, to read and to try. */
  docs: MiddlewareHandler
}

function handlersOf(root: string, policy: string): Serving {
  return {
    file: withHeaders(serveStatic({ root, precompressed: true }), policy),
    page: withHeaders(serveStatic({ root, path: 'index.html', precompressed: true }), policy),
    docs: withHeaders(serveStatic({ root, path: 'docs/index.html', precompressed: true }), policy),
  }
}

/** Adds the headers, and an ETag to files that keep their name when they change. */
function withHeaders(serve: MiddlewareHandler, policy: string): MiddlewareHandler {
  const tag = etag()
  return async (c, next) => {
    const answer = await serve(c, next)
    if (!(answer instanceof Response)) return answer
    for (const [name, value] of Object.entries(headersOf(c.req.path, policy))) answer.headers.set(name, value)
    if (isHashed(c.req.path)) return answer
    c.res = answer
    await tag(c, async () => {})
    return c.res
  }
}

/** Files with a hash in their name never change. */
const isHashed = (path: string) => path.startsWith('/assets/')

const headersOf = (path: string, policy: string): Record<string, string> => ({
  'cache-control': isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
})

/** Nothing inline, nothing from other origins, and only the policies named here turn text into script or markup. */
const policyFor = (connectTo: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    ["connect-src 'self'", ...connectTo].join(' '),
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types zerodue-worker zerodue-notes',
  ].join('; ')
