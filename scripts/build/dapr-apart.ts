import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import { root } from '../../functions/kit/root.ts'

const name = '@dapr/dapr'

/** Dapr's SDK has 4 MB and is rarely loaded. No bundle contains it: they load one copy in dist/node_modules. */
export const daprApart: Plugin = {
  name: 'dapr apart',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${name}$`) }, ({ path, importer }) =>
      importer.includes('/node_modules/') ? undefined : { path, external: true },
    )
  },
}

/** Builds the SDK as one file, where Node looks for the package. Returns its source files. */
export async function bundleDapr(dist: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: `module.exports = require('${name}')`, resolveDir: root },
    outfile: path.join(dist, 'node_modules', name, 'index.js'),
    bundle: true,
    minify: true,
    // The SDK finds some of its classes by their names.
    keepNames: true,
    legalComments: 'none',
    target: 'node24',
    platform: 'node',
    metafile: true,
    absWorkingDir: root,
    logLevel: 'error',
  })
  return Object.keys(metafile.inputs)
}
