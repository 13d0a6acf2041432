import path from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const folder = import.meta.dirname
/** Rules that run on servers too: of a file from which nothing is used, nothing has to run in the browser either. */
const shared = /functions\/shared\/task\/|node_modules\/(rrule|uuid|valibot)\//

/** What the page and its service worker have in common. */
export const common = {
  plugins: [zonesByIntl()],
  rolldownOptions: {
    // How long a plugin takes on a busy machine is nothing to mend; rrule is asked for both forms in which it comes.
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
    // The content security policy allows no data: script or style, and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    reportCompressedSize: false,
    sourcemap: false,
    rolldownOptions: common.rolldownOptions,
  },
})

/** Of luxon the rules of zones use what Intl knows, too: that alone is a fraction of it. Quick add loads the whole, later. */
function zonesByIntl(): Plugin {
  return {
    name: 'zones-by-intl',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source === 'luxon' && importer?.endsWith('/domain/offsets.ts') ? path.join(folder, 'model/luxon-zone.ts') : null,
  }
}
