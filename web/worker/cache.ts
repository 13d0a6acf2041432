/** The files of one build, and the name under which they are kept. */
export interface Build {
  name: string
  files: readonly string[]
}

/** Fonts are kept when they were used: most people need none of them. */
const isKeptAhead = (file: string) => !/\.woff2?$/.test(file)

export async function fill({ name, files }: Build): Promise<void> {
  const cache = await caches.open(name)
  // What the browser itself kept may be of another build.
  await cache.addAll(files.filter(isKeptAhead).map(file => new Request(addressOf(file), { cache: 'reload' })))
}

const addressOf = (file: string) => (file === '/index.html' ? '/' : file)

export async function forgetOthers({ name }: Build): Promise<void> {
  const names = await caches.keys()
  await Promise.all(
    names.filter(other => other.startsWith('zerodue ') && other !== name).map(other => caches.delete(other)),
  )
}

/** The page and what belongs to it come from the device, of one build and without a network. All else goes its way. */
export function answerFrom({ name, files }: Build, request: Request, origin: string): Promise<Response> | undefined {
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== origin || url.pathname.startsWith('/api/')) return undefined
  const isPage = request.mode === 'navigate' && !/\.[a-z0-9]+$/i.test(url.pathname)
  if (isPage) return cachedOr(name, '/', request)
  return files.includes(url.pathname) ? cachedOr(name, url.pathname, request) : undefined
}

async function cachedOr(name: string, path: string, request: Request): Promise<Response> {
  const cache = await caches.open(name)
  const kept = await cache.match(path)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok && path !== '/') await cache.put(path, answer.clone())
  return answer
}
