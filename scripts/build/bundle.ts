import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, transform } from 'esbuild'
import { root } from '../../functions/kit/root.ts'
import { daprApart } from './dapr-apart.ts'
import { lazyPackages } from './lazy-packages.ts'
import { lazyBuiltins, withoutUnused } from './lighter.ts'
import { serverClasses, webClassesOnDemand } from './web-classes-on-demand.ts'

// Names and line breaks stay: stacks in logs are readable, and V8's compiled code starts as fast as minified code.
const readable = { minifySyntax: true, legalComments: 'none', target: 'node24', platform: 'node' } as const

export interface Bundled {
  /** The source files of the bundle, relative to the root of the clone. */
  inputs: string[]
}

/**
 * One entry as one file. Packages that are imported lazily, such as kafkajs or better-auth, get files of their own beside
 * it, so that a start without them does not load them.
 */
export async function bundle(name: string, contents: string, folder: string): Promise<Bundled> {
  const { outputFiles, metafile } = await build({
    ...readable,
    stdin: { contents, resolveDir: root, sourcefile: `${name}.ts`, loader: 'ts' },
    entryNames: 'main',
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    chunkNames: 'lazy/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    plugins: [daprApart, lazyPackages, withoutUnused, lazyBuiltins, serverClasses],
    inject: webClassesOnDemand.inject,
    define: { ...webClassesOnDemand.define, ...ownPlace.define },
    write: false,
    metafile: true,
    absWorkingDir: root,
    logLevel: 'warning',
  })
  for (const file of outputFiles) {
    mkdirSync(path.dirname(file.path), { recursive: true })
    writeFileSync(file.path, await asCommonJs(file.text, name))
  }
  return { inputs: Object.keys(metafile.inputs) }
}

/** esbuild splits only ES modules, which Node takes 20 ms longer to start than CommonJS. */
async function asCommonJs(esm: string, name: string): Promise<string> {
  const options = { ...readable, format: 'cjs', supported: { 'dynamic-import': false }, logLevel: 'silent' } as const
  const { code } = await transform(esm, options).catch(error => {
    if (!String(error).includes('Top-level await')) throw error
    throw new Error(`${name} has a top-level await, which CommonJS does not allow: move it into a function.`)
  })
  return code.includes('importMeta') ? ownPlace.header + code : code
}

/** CommonJS for import.meta, so that a bundle finds the files beside it, such as migrations. */
const ownPlace = {
  define: { 'import.meta.url': 'importMetaUrl', 'import.meta.dirname': 'importMetaDirname' },
  header:
    'const importMetaUrl = require("node:url").pathToFileURL(__filename).href, ' +
    'importMetaDirname = require("node:path").dirname(__filename);\n',
}
