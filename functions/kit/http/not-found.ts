import type { Context } from 'hono'
import { methodNotAllowed, routeNotFound } from '../core/problems.ts'
import { type Refusal, refuse } from '../core/refusal.ts'
import type { Operation } from './api.ts'

/** 404 for an unknown path, 405 for a known one that has other methods. */
export function notFound(operations: Operation[], c: Context): Refusal {
  const exact = operations.filter(({ path }) => path === c.req.path)
  const here = exact.length ? exact : operations.filter(({ path }) => pattern(path).test(c.req.path))
  if (!here.length) return refuse(routeNotFound)
  const allow = [...new Set(here.map(({ method }) => method.toUpperCase()))].join(', ')
  return refuse(methodNotAllowed, { detail: `Use ${allow} here.`, headers: { allow } })
}

const pattern = (path: string) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`)
