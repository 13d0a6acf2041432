import { type AnyFunction, doorsOf } from '../../../functions/kit/define-function.ts'
import { loadFunction } from '../../../functions/kit/function-names.ts'
import { type FunctionInstance, makeFunction } from '../../../functions/kit/make-function.ts'
import type { Environment } from '../../../functions/kit/settings/settings.ts'

/** The function as its process makes it, short of listening: nothing connects before somebody asks it something. */
export const made = async (name: string, environment: Environment): Promise<FunctionInstance> =>
  makeFunction(await loadFunction(name), { ...environment, LOG_LEVEL: 'silent' })

/** Whether people or programs outside ask it anything, beside what platforms ask. */
export const isAskedFromOutside = ({ routes = [] }: AnyFunction): boolean => routes.length > 0

/** Which topics are to be brought to which of its doors. */
export const deliveriesTo = (definition: AnyFunction): string[] =>
  doorsOf(definition).map(({ path, topics }) => `${path} ${topics.toSorted().join(', ')}`)
