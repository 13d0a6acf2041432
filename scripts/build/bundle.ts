import path from 'node:path'
import { build } from 'esbuild'

/** CommonJS within the bundle asks for Node's own modules. */
const withRequire =
  "import { createRequire } from 'node:module'; const require = globalThis.process && createRequire(import.meta.url);"

/**
 * One entry as one file. What is imported lazily, such as kafkajs or better-auth, stands in files of its own beside it,
 * so that whoever does not need it does not load it.
 */
export async function bundle(entryPoint: string, folder: string): Promise<void> {
  await build({
    entryPoints: [{ in: entryPoint, out: 'main' }],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'lazy/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    banner: { js: withRequire },
    logLevel: 'warning',
    absWorkingDir: path.dirname(folder),
  })
}
