import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { BuildOptions, Plugin } from 'esbuild'

const classes = ['CloseEvent', 'Headers', 'Request', 'Response']

/** Every look at one of these classes, anywhere in a bundle, is one at web-classes.ts; to spread into its options. */
export const webClassesOnDemand = {
  inject: [path.join(import.meta.dirname, 'web-classes.ts')],
  define: Object.fromEntries(
    classes.flatMap(name => ['', 'global.', 'globalThis.'].map(where => [where + name, `webClasses.${name}`])),
  ),
} satisfies BuildOptions

const put = /Object\.defineProperty\(global, "(Request|Response)"/g

/** @hono/node-server puts classes of its own in the place of Node's, so it must put them where everybody looks. */
export const serverClasses: Plugin = {
  name: 'server classes',
  setup(build) {
    build.onLoad({ filter: /@hono[\\/]node-server[\\/]dist[\\/]index\.mjs$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      if (source.match(put)?.length !== 2)
        throw new Error('@hono/node-server is written in another way now: look where it puts its Request and Response.')
      return { contents: source.replaceAll(put, 'Object.defineProperty(webClasses, "$1"'), loader: 'js' }
    })
  },
}
