// `scripts/rollback`: sends all traffic to the previous revision, which still exists and starts at the next request.
import { parseArgs } from 'node:util'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { asScript, CannotDeploy, cluster } from './cluster.ts'
import { common, readArguments } from './options.ts'
import { movesTo, moveTraffic } from './rollback-moves.ts'

const usage = `scripts/rollback [FUNCTION…] [--to=REVISION | --to=latest] [--dry-run]

Sends the traffic of these functions (of all, when none is named) to the newest ready revision before the current one.
The next deployment ends that. It does not change the database: migrations only go forward, and the previous code works
on the newer schema.

  --to=REVISION   sends one function to this revision
  --to=latest     sends the traffic to the newest revision again
  --dry-run       prints what it would do and changes nothing`

await asScript(() => {
  const { values, positionals } = readArguments(usage, () =>
    parseArgs({ options: { ...common, to: { type: 'string' } }, allowPositionals: true }),
  )
  const target = cluster({ dryRun: values['dry-run'] })
  const known = functionNames()
  for (const name of positionals)
    if (!known.includes(name))
      throw new CannotDeploy(`There is no function ${name}. The functions are ${known.join(', ')}.`)
  if (values.to && values.to !== 'latest' && positionals.length !== 1)
    throw new CannotDeploy('--to=REVISION needs exactly one function: name it.')
  // All moves are known to work before the first one.
  for (const move of movesTo(target, positionals.length ? positionals : known, values.to)) moveTraffic(target, move)
})
