import { globSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { root } from '../../functions/kit/root.ts'
import { common } from '../../web/vite.config.ts'

const web = path.join(root, 'web')
/** The page and everything that it loads. */
export async function buildPage(folder: string, server: string): Promise<void> {
  await build({
    configFile: path.join(web, 'vite.config.ts'),
    logLevel: 'warn',
    define: { 'import.meta.env.VITE_SERVER': JSON.stringify(server) },
    build: { outDir: folder },
  })
}

/** Nobody reads the API offline, so a device keeps none of it. */
const ofTheDocuments = /^\/(docs|schemas)\/|^\/assets\/docs-|^\/(openapi|asyncapi)\.json/

/** The service worker: one classic script with a fixed name and the list of the files of this build. */
export async function buildWorker(folder: string, { server, hash }: { server: string; hash: string }): Promise<void> {
  const files = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => `/${path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/')}`)
    .filter(file => !ofTheDocuments.test(file))
  await build({
    configFile: false,
    root: web,
    publicDir: false,
    logLevel: 'warn',
    plugins: common.plugins,
    define: {
      __FILES__: JSON.stringify(files.sort()),
      __BUILD__: JSON.stringify(hash.slice(0, 12)),
      __SERVER__: JSON.stringify(server),
    },
    build: {
      target: 'es2022',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: common.rolldownOptions,
      lib: {
        entry: path.join(web, 'worker', 'worker.ts'),
        formats: ['iife'],
        name: 'worker',
        fileName: () => 'worker.js',
      },
    },
  })
}
