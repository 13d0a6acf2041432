import * as common from '../kit/core/problems.ts'
import * as own from './problems.ts'

/** All refusals. Clients can rely on this list: no other code exists. */
export const problems = Object.values({ ...common, ...own })

export type ProblemCode = (typeof problems)[number]['code']
