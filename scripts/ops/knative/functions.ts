import { type AnyFunction, doorsOf } from '../../../functions/kit/define-function.ts'
import { loadFunction } from '../../../functions/kit/function-names.ts'
import { type FunctionInstance, makeFunction } from '../../../functions/kit/make-function.ts'
import type { Environment } from '../../../functions/kit/settings/settings.ts'

/** The function as its process makes it, without a listener. It connects at the first request. */
export const made = async (name: string, environment: Environment): Promise<FunctionInstance> =>
  makeFunction(await loadFunction(name), { ...environment, LOG_LEVEL: 'silent' })

/** Whether it has routes for people or programs outside, beside those for platforms. */
export const isAskedFromOutside = ({ routes = [] }: AnyFunction): boolean => routes.length > 0

/** Its doors for events, each with the topics that its sources must deliver there. */
export const deliveriesTo = (definition: AnyFunction): string[] =>
  doorsOf(definition).map(({ path, topics }) => `${path} ${topics.toSorted().join(', ')}`)
