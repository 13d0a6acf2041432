import { type Fault, mostFaults } from '../../kit/core/refusal.ts'
import { shorten } from '../../kit/core/shorten.ts'

/** A refusal that a model can act on. Its sentences are ours and quote nothing that somebody wrote. */
export interface Refusal {
  outcome: 'refused'
  code: string
  message: string
  errors?: Fault[]
  data?: object
}

export const refused = (code: string, message: string, rest: Pick<Refusal, 'errors' | 'data'> = {}): Refusal => ({
  outcome: 'refused',
  code,
  message,
  ...rest,
})

/** Carries a refusal out of the depth of a tool to `runTool`. */
export class ToolRefused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

export function invalidArguments(errors: Fault[]): Refusal {
  const distinct = [...new Map(errors.map(fault => [`${fault.path} ${fault.message}`, fault])).values()]
  return refused('invalid-arguments', 'The arguments are not valid.', {
    errors: distinct.slice(0, mostFaults).map(shortFault),
  })
}

/** The value is left out: it may be text that somebody wrote. */
export const shortFault = ({ path, message }: Fault): Fault => ({
  path: shorten(path, 60),
  message: shorten(message.replace(/, not .*$/s, ''), 160),
})
