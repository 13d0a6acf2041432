import { CannotDeploy } from './cluster.ts'

/** The options of every script. */
export const common = { 'dry-run': { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } as const

/** The options of every deployment, and their lines in its usage. */
export const deploying = { 'rotate-delivery': { type: 'boolean', default: false } } as const

export const deployingUsage = `  --rotate-delivery   makes new credentials for the deliveries of events; functions accept those of before too
  --dry-run           prints what it would do and changes nothing`

/** Reads the arguments. Unknown ones are refused with the usage. */
export function readArguments<const T extends { values: { help?: boolean | undefined } }>(
  usage: string,
  parse: () => T,
): T {
  const given = parsed(usage, parse)
  if (!given.values.help) return given
  console.log(usage)
  process.exit(0)
}

function parsed<T>(usage: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : error
    throw new CannotDeploy(`${reason}.\n${usage}`)
  }
}
