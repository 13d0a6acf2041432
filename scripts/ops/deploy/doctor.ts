// `scripts/doctor`: reports what is missing or wrong in the cluster of the current kubectl context.

import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { asScript, CannotDeploy, type Cluster, cluster, namespace } from './cluster.ts'
import { deliveryFindings } from './delivery.ts'
import { linesOf } from './doctor-lines.ts'
import { type Finding, problem } from './findings.ts'
import { kinds, live } from './live.ts'
import { secretFindings } from './needed-secrets.ts'
import { common, readArguments } from './options.ts'
import { platformFindings } from './platform-findings.ts'
import { runningFindings } from './running.ts'
import { whyNotStarted, withReason } from './why-not-started.ts'

const usage = `scripts/doctor [--dry-run]

Checks Knative, the functions, their sources and their secrets. Then it runs the job \`check\` once in the cluster, which
checks the database and its migrations, Kafka and its topics, Dapr, and the keys that verify tokens, and asks each function
which of its parts are there; functions that sleep start for that. It changes nothing else and ends with 1 when something
is wrong.

  --dry-run   does not run the job`

/** A function at zero counts as ready even when it lacks a secret, so doctor looks for the secrets itself. */
const withSecrets = [
  kinds.functions,
  kinds.domains,
  kinds.kafkaSources,
  kinds.kafkaSinks,
  'statefulsets',
  'cronjobs',
  'deployments',
]

await asScript(() => {
  const { values } = readArguments(usage, () => parseArgs({ options: { ...common } }))
  const target = cluster({ dryRun: values['dry-run'] })
  target.say(`— the context ${target.ask(['config', 'current-context'])?.trim()}`)
  const findings = [...platformFindings(target), ...installed(target)]
  for (const { fatal, words } of findings) target.say(`${fatal ? 'wrong' : ' note'}: ${words}`)
  const wrong = findings.filter(one => one.fatal).length
  target.say(
    wrong ? `Problems: ${wrong}, notes: ${findings.length - wrong}.` : `No problem found, notes: ${findings.length}.`,
  )
  process.exitCode = wrong ? 1 : 0
})

function installed(target: Cluster): Finding[] {
  if (!target.ask(['get', 'namespace', namespace, '-o', 'name']))
    return [
      problem(
        `Zerodue is not installed: there is no namespace ${namespace}. Run scripts/deploy-local or scripts/deploy-cloud.`,
      ),
    ]
  return [
    ...runningFindings(target, functionNames()),
    ...deliveryFindings(target),
    ...secretFindings(
      target,
      withSecrets.flatMap(kind => live(target, kind)),
    ),
    ...insideFindings(target),
  ]
}

/** The findings of the job `check`, which runs in the cluster. */
function insideFindings(target: Cluster): Finding[] {
  if (!target.ask(['-n', namespace, 'get', 'cronjob', 'check', '-o', 'name']))
    return [problem('The job check does not exist: deploy again.')]
  const job = `check-${randomBytes(3).toString('hex')}`
  target.change(['-n', namespace, 'create', 'job', job, '--from=cronjob/check'])
  if (target.dryRun) return []
  try {
    target.change(['-n', namespace, 'wait', `job/${job}`, '--for=condition=complete', '--timeout=60s'])
    const log = target.ask(['-n', namespace, 'logs', `job/${job}`]) ?? ''
    for (const [line] of log.matchAll(/^ok: .*$/gm)) target.say(`   ${line}`)
    return linesOf(log)
  } catch (error) {
    if (!(error instanceof CannotDeploy)) throw error
    return [
      problem(withReason('The job check did not end within 60 s.', whyNotStarted(target, `job-name=${job}`, job))),
    ]
  } finally {
    target.change(['-n', namespace, 'delete', 'job', job, '--wait=false'])
  }
}
