import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { BuildOptions, Plugin } from 'esbuild'

const classes = ['CloseEvent', 'Headers', 'Request', 'Response']

/** Options for esbuild: every use of these classes in a bundle becomes a use of web-classes.ts. */
export const webClassesOnDemand = {
  inject: [path.join(import.meta.dirname, 'web-classes.ts')],
  define: Object.fromEntries(
    classes.flatMap(name => ['', 'global.', 'globalThis.'].map(where => [where + name, `webClasses.${name}`])),
  ),
} satisfies BuildOptions

const put = /Object\.defineProperty\(global, "(Request|Response)"/g

/** @hono/node-server replaces two of Node's classes with its own. In a bundle it must replace them in web-classes.ts. */
export const serverClasses: Plugin = {
  name: 'server classes',
  setup(build) {
    build.onLoad({ filter: /@hono[\\/]node-server[\\/]dist[\\/]index\.mjs$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      if (source.match(put)?.length !== 2)
        throw new Error(
          '@hono/node-server has changed: find where it defines global.Request and global.Response, and adapt this plugin.',
        )
      return { contents: source.replaceAll(put, 'Object.defineProperty(webClasses, "$1"'), loader: 'js' }
    })
  },
}
