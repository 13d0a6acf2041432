import { createRequire } from 'node:module'
import type { Plugin } from 'esbuild'

const require = createRequire(import.meta.url)

/** Built-in modules that libraries import at their start and rarely use. Together they cost 8 % of a cold start. */
const rarelyUsed = ['assert', 'child_process', 'https', 'perf_hooks', 'tls', 'zlib']

/** Loads these modules when an export of theirs is first used, not when they are imported. */
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

/** Modules that a library loads but never uses here, and the smallest replacement. They cost 9 % of a cold start. */
const neverUsed = [
  // Functions speak HTTP/1.1 only.
  {
    module: 'http2',
    by: '@hono/node-server',
    instead: 'export class Http2ServerRequest {}; export const constants = {}',
  },
  // The process writes its log lines itself, without pino's worker thread.
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
