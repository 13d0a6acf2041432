/** A reason to refuse: its code, its HTTP status and the sentence that a person reads first. */
export interface Problem<TCode extends string = string> {
  code: TCode
  status: number
  title: string
}

export const problem = <const TCode extends string>(code: TCode, status: number, title: string): Problem<TCode> => ({
  code,
  status,
  title,
})

/** One error in a request, and where it is: `tags.3`, `query.limit`, `header.if-match`. */
export interface Fault {
  path: string
  message: string
}

/** A refusal lists no more faults than this and counts the others. */
export const mostFaults = 20

/** An expected "no": a value that each door turns into its own form. `more` are members of this problem alone. */
export interface Refusal {
  refused: Problem
  detail?: string
  errors?: Fault[]
  /** How many faults there are beside `errors`. */
  moreErrors?: number
  more?: Record<string, unknown>
  headers?: Record<string, string>
}

export const refuse = (refused: Problem, rest: Omit<Refusal, 'refused'> = {}): Refusal => ({ refused, ...rest })

export const isRefusal = (outcome: unknown): outcome is Refusal =>
  typeof outcome === 'object' && outcome !== null && 'refused' in outcome

/** Throws a refusal from a place far from the door that answers. Readers and guards throw it, rules never do. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.refused.code)
    this.refusal = refusal
  }
}
