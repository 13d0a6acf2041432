import { serveStatic } from '@hono/node-server/serve-static'
import type { MiddlewareHandler } from 'hono'
import { etag } from 'hono/etag'

export interface WebClient {
  /** Where the built client is; it may still be in the making. */
  folder: string | Promise<string>
  /** Origins of functions that have an address of their own. */
  connectTo?: readonly string[]
}

/** Answers the built web client: its files, and its page for every address of a screen. What is not there goes on. */
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
  const headers = (serve: MiddlewareHandler) => guarded(serve, policy)
  return {
    file: headers(serveStatic({ root, precompressed: true })),
    page: headers(serveStatic({ root, path: 'index.html', precompressed: true })),
    docs: headers(serveStatic({ root, path: 'docs/index.html', precompressed: true })),
  }
}

/** What keeps its name when it changes is asked for each time, and answered only when it did change. */
function guarded(serve: MiddlewareHandler, policy: string): MiddlewareHandler {
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

/** Files whose name says what is in them never change. */
const isHashed = (path: string) => path.startsWith('/assets/')

const headersOf = (path: string, policy: string): Record<string, string> => ({
  'cache-control': isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
})

/** Nothing inline, nothing of others, and no text becomes script or markup but through the policies named here. */
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
