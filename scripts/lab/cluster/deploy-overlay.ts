// `node scripts/lab/cluster/deploy-overlay.ts FOLDER [--rotate-delivery]`: deploys an overlay in a process of its own, so that a
// test can continue.
import { parseArgs } from 'node:util'
import { asScript, cluster } from '../../ops/deploy/cluster.ts'
import { deploy } from '../../ops/deploy/deploy.ts'
import { deploying } from '../../ops/deploy/options.ts'
import { renderOverlay } from '../../ops/deploy/render-overlay.ts'

await asScript(async () => {
  const { values, positionals } = parseArgs({ options: deploying, allowPositionals: true })
  const target = cluster({ dryRun: false })
  deploy(target, await renderOverlay(target, positionals[0] ?? '', { rotateDelivery: values['rotate-delivery'] }))
})
