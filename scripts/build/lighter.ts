import { createRequire } from 'node:module'
import type { Plugin } from 'esbuild'

const require = createRequire(import.meta.url)

/** What libraries import at their start and use rarely or never: each of them costs milliseconds of a cold start. */
const rarelyUsed = ['assert', 'child_process', 'https', 'perf_hooks', 'tls', 'zlib']

/** Node's own modules that are loaded when something of them is first touched, not when they are imported. */
export const lazyBuiltins: Plugin = {
  name: 'lazy builtins',
  setup(build) {
    const filter = new RegExp(`^(?:node:)?(?:${rarelyUsed.join('|')})$`)
    const namespace = 'lazy-builtin'
    build.onResolve({ filter }, ({ path, namespace: from }) =>
      from === namespace ? { path, external: true } : { path: path.replace(/^node:/, ''), namespace },
    )
    build.onLoad({ filter: /./, namespace }, ({ path }) => {
      const names = Object.keys(require(`node:${path}`))
      const getters = names.map(name => `get ${name}() { return require('node:${path}').${name} }`)
      return { contents: `module.exports = { ${getters.join(', ')} }`, loader: 'js' }
    })
  },
}

/** What a library loads and what of it can never run here, with the least that stands for it. */
const neverUsed = [
  // Functions speak HTTP/1.1: no request of theirs is one of HTTP/2.
  {
    module: 'http2',
    by: '@hono/node-server',
    instead: 'export class Http2ServerRequest {}; export const constants = {}',
  },
  // Lines are written by the process itself: nobody asks pino for a thread that does it.
  { module: 'thread-stream', by: 'pino', instead: 'module.exports = class {}' },
  { module: 'worker_threads', by: 'pino', instead: 'exports.isMainThread = true' },
]

export const withoutUnused: Plugin = {
  name: 'without unused',
  setup(build) {
    for (const { module, by, instead } of neverUsed) {
      const namespace = `instead of ${module}`
      build.onResolve({ filter: new RegExp(`^(?:node:)?${module}$`) }, ({ importer }) =>
        importer.includes(`/node_modules/${by}/`) ? { path: module, namespace } : undefined,
      )
      build.onLoad({ filter: /./, namespace }, () => ({ contents: instead, loader: 'js' }))
    }
  },
}
