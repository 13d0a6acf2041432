import { CannotDeploy } from './cluster.ts'

/** What every script takes. */
export const common = { 'dry-run': { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } as const

/** The arguments that `parseArgs` reads; whatever else there is, is refused with what could be said. */
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
