/** The files of one build, and the name of its cache. */
export interface Build {
  name: string
  files: readonly string[]
}

/** Fonts are cached at their first use: most people need none of them. */
const isPrecached = (file: string) => !/\.woff2?$/.test(file)

export async function fill({ name, files }: Build): Promise<void> {
  const cache = await caches.open(name)
  // Bypass the browser's own cache: it may hold files of another build.
  await cache.addAll(files.filter(isPrecached).map(file => new Request(addressOf(file), { cache: 'reload' })))
}

const addressOf = (file: string) => (file === '/index.html' ? '/' : file)

export async function deleteOtherBuilds({ name }: Build): Promise<void> {
  const names = await caches.keys()
  await Promise.all(
    names.filter(other => other.startsWith('zerodue ') && other !== name).map(other => caches.delete(other)),
  )
}

/** Serves the page and its files from the cache: one build, also offline. Other requests go to the network. */
export function answerFrom({ name, files }: Build, request: Request, origin: string): Promise<Response> | undefined {
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== origin || url.pathname.startsWith('/api/')) return undefined
  const isPage = request.mode === 'navigate' && url.pathname !== '/docs' && !/\.[a-z0-9]+$/i.test(url.pathname)
  if (isPage) return cachedOr(name, '/', request)
  return files.includes(url.pathname) ? cachedOr(name, url.pathname, request) : undefined
}

async function cachedOr(name: string, path: string, request: Request): Promise<Response> {
  const cache = await caches.open(name)
  const cached = await cache.match(path)
  if (cached) return cached
  const answer = await fetch(request)
  if (answer.ok && path !== '/') await cache.put(path, answer.clone())
  return answer
}
