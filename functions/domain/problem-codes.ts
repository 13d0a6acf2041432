import * as common from '../kit/core/problems.ts'
import * as own from './problems.ts'

/** All refusals. Clients can rely on this list: no other code exists. Sorted, because modules list their names in any order. */
export const problems = Object.values({ ...common, ...own }).sort((a, b) => a.code.localeCompare(b.code, 'en'))

export type ProblemCode = (typeof problems)[number]['code']
