// `node scripts/lab/cluster/deploy-overlay.ts FOLDER`: deploys an overlay in a process of its own, so that a test can continue.
import { asScript, cluster } from '../../ops/deploy/cluster.ts'
import { deploy } from '../../ops/deploy/deploy.ts'

await asScript(() => void deploy(cluster({ dryRun: false }), process.argv[2] ?? ''))
