// `scripts/rollback`: sends all traffic to the previous revision, which still exists and starts at the next request.
import { parseArgs } from 'node:util'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { asScript, CannotDeploy, cluster } from './cluster.ts'
import { namespace } from './deploy.ts'
import { common, readArguments } from './options.ts'
import { previousRevision, readRevisions, servedNow } from './revisions.ts'

const usage = `scripts/rollback [FUNCTION…] [--to=REVISION | --to=latest] [--dry-run]

Sends the traffic of these functions (of all, when none is named) to the newest ready revision before the current one.
It does not change the database: migrations only go forward, and the previous code works on the newer schema.

  --to=REVISION   sends one function to this revision
  --to=latest     sends the traffic to the newest revision again, also after the next deployments
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
  for (const name of positionals.length ? positionals : known) {
    const service = target.ask(['-n', namespace, 'get', `services.serving.knative.dev/${name}`, '-o', 'json'])
    if (!service) throw new CannotDeploy(`The function ${name} is not deployed: nothing was changed for it.`)
    const label = `serving.knative.dev/service=${name}`
    const revisions = readRevisions(
      target.ask(['-n', namespace, 'get', 'revisions', '-l', label, '-o', 'json']) ?? '{"items":[]}',
    )
    const now = servedNow(service)
    const to = values.to === 'latest' ? undefined : (values.to ?? previousRevision(revisions, now))
    if (values.to !== 'latest' && !to) {
      target.say(`  ${name}: no ready revision is older than ${now}.`)
      continue
    }
    if (to && !revisions.some(one => one.name === to))
      throw new CannotDeploy(`${name} has no revision ${to}: kubectl -n ${namespace} get revisions lists them.`)
    target.say(`— ${name}: from ${now} to ${to ?? 'the newest revision'}`)
    const traffic = [to ? { revisionName: to, percent: 100 } : { latestRevision: true, percent: 100 }]
    target.change([
      '-n',
      namespace,
      'patch',
      `services.serving.knative.dev/${name}`,
      '--type=merge',
      `-p=${JSON.stringify({ spec: { traffic } })}`,
    ])
  }
})
