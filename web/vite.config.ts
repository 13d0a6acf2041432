import path from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const folder = import.meta.dirname
/** Rules that servers run too. Their files have no side effects, so the bundler drops what the client does not use. */
const shared = /functions\/domain\/|node_modules\/(rrule|uuid|valibot)\//

/** Build options of both the page and its service worker. */
export const common = {
  plugins: [zonesByIntl()],
  rolldownOptions: {
    // Plugin times on a busy machine need no warning. We import rrule in both of its module formats on purpose.
    checks: { bundlerTimings: false, pluginTimings: false, importIsUndefined: false },
    treeshake: { moduleSideEffects: (id: string) => !shared.test(id.replaceAll('\\', '/')) },
  },
}

export default defineConfig({
  root: folder,
  base: '/',
  publicDir: path.join(folder, 'public'),
  plugins: common.plugins,
  build: {
    target: 'es2022',
    outDir: path.join(folder, 'dist'),
    emptyOutDir: true,
    // The content security policy allows neither data: URLs nor anything inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    reportCompressedSize: false,
    sourcemap: false,
    rolldownOptions: {
      ...common.rolldownOptions,
      input: { index: path.join(folder, 'index.html'), docs: path.join(folder, 'docs', 'index.html') },
    },
  },
})

/** The zone rules need a small part of luxon, which Intl offers too. Quick add loads all of luxon, later. */
function zonesByIntl(): Plugin {
  return {
    name: 'zones-by-intl',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === 'luxon' && importer?.endsWith('/functions/domain/offsets.ts')
        ? path.join(folder, 'model/luxon-zone.ts')
        : null,
  }
}
