import { createRequire, isBuiltin } from 'node:module'
import { types } from 'node:util'
import type { Plugin } from 'esbuild'

const require = createRequire(import.meta.url)

/**
 * `await import('cloudevents')` gives named exports in Node although the package is CommonJS. esbuild would give only a
 * default export.
 */
export const lazyPackages: Plugin = {
  name: 'lazy packages',
  setup(build) {
    const namespace = 'lazy-package'
    build.onResolve({ filter: /^[@a-z]/ }, ({ kind, path, importer }) => {
      if (kind !== 'dynamic-import' || importer.includes('node_modules') || isBuiltin(path)) return undefined
      return types.isModuleNamespaceObject(require(path)) ? undefined : { path, namespace }
    })
    build.onLoad({ filter: /./, namespace }, ({ path }) => {
      const names = Object.keys(require(path)).filter(name => /^\w+$/.test(name) && name !== 'default')
      const exported = names.map(name => `export const ${name} = all.${name}`)
      const contents = [`const all = require('${path}')`, 'export default all', ...exported].join('\n')
      return { contents, loader: 'js', resolveDir: import.meta.dirname }
    })
  },
}
