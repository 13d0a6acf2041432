import type { Plugin } from 'esbuild'

/**
 * What Node gives to `await import('cloudevents')`: the names of a package that is CommonJS, too. esbuild puts such a
 * package into a file of its own that has only a default.
 */
export const lazyPackages: Plugin = {
  name: 'lazy packages',
  setup(build) {
    const namespace = 'lazy-package'
    build.onResolve({ filter: /^[@a-z]/ }, ({ kind, path, importer }) =>
      kind === 'dynamic-import' && !importer.includes('node_modules') ? { path, namespace } : undefined,
    )
    build.onLoad({ filter: /./, namespace }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter(name => /^\w+$/.test(name))
      const exported = names.map(name => `export const ${name === 'default' ? '__default' : name} = all.${name}`)
      const contents = [`import * as all from '${path}'`, ...exported, 'export { __default as default }'].join('\n')
      return { contents, loader: 'js', resolveDir: import.meta.dirname }
    })
  },
}
