import * as common from '../kit/core/problems.ts'
import * as own from './problems.ts'

/** Every refusal there is. A client can rely on this list: it names each code. */
export const problems = Object.values({ ...common, ...own }).sort((a, b) => (a.code < b.code ? -1 : 1))

export type ProblemCode = (typeof problems)[number]['code']
