import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { type AnyFunction, describe as described } from '../kit/define-function.ts'
import { loadFunctions } from '../kit/function-names.ts'
import { maxBodyBytes } from '../kit/http/api.ts'
import { pathPattern } from '../kit/http/read-request.ts'
import { root } from '../kit/root.ts'
import { start } from '../kit/testing/start.ts'
import { type WorstBody, worstBodies } from '../kit/testing/worst-bodies.ts'

interface Problem {
  errors?: { path: string; message: string }[]
  /** The code of an error of OAuth, which lists no faults. */
  error?: string
  results?: unknown[]
}

const document = JSON.parse(readFileSync(path.join(root, 'schemas', 'openapi.json'), 'utf8'))
const mostAnswerBytes = 64 * 1024
const functions = (await loadFunctions()).filter(one => operationsOf(one).some(takesBody))
/** As long as the operations of this path allow, but not the length of a file. */
const bytesOf = (path: string): number => {
  const limits = functions.flatMap(one => operationsOf(one).filter(operation => operation.path === path))
  return Math.min(maxBodyBytes, ...limits.flatMap(({ maxBytes, rawBody }) => maxBytes ?? rawBody?.maxBytes ?? []))
}
const bodies = [...worstBodies(document, bytesOf)]
const byOperation = Map.groupBy(bodies, ({ method, path }) => `${method} ${path}`)

const started = new Map<AnyFunction, ReturnType<typeof start>>()

test('every operation with a body is attacked', () => {
  const taken = functions.flatMap(one => operationsOf(one).filter(takesBody))
  expect([...byOperation.keys()].sort()).toEqual(taken.map(({ method, path }) => `${method} ${path}`).sort())
})

describe('the worst wrong bodies get a small refusal that lists at most 20 faults', () => {
  test.each([...byOperation])('%s', async (_, attacks) => {
    const wrong: unknown[] = []
    for (const attack of attacks) {
      const { status, body } = await send(attack)
      const bytes = Buffer.byteLength(JSON.stringify(body))
      const { errors, error } = body as Problem
      const isShort = errors ? errors.length <= 20 : Boolean(error)
      const bounded = status >= 400 && status < 500 && bytes <= mostAnswerBytes && isShort
      if (!bounded) wrong.push({ attack: attack.name, status, bytes, errors: errors?.length })
    }
    expect(wrong).toEqual([])
  })
})

function operationsOf(definition: AnyFunction) {
  return described(definition).operations
}

function takesBody({ body, rawBody }: ReturnType<typeof operationsOf>[number]): boolean {
  return Boolean(body ?? rawBody)
}

async function send({ method, path, type, body }: WorstBody) {
  const definition = functions.find(one =>
    operationsOf(one).some(operation => operation.method === method && operation.path === path),
  )
  if (!definition) throw new Error(`No function has ${method} ${path}.`)
  const running = started.get(definition) ?? start(definition)
  started.set(definition, running)
  const address = path.replaceAll(/\{r?id\}/g, '0193a5e0-0000-7000-8000-000000000001').replaceAll(/\{\w+\}/g, 'x')
  expect(pathPattern(path).test(address)).toBe(true)
  return (await running).as('ana', method.toUpperCase(), address, { body, headers: { 'content-type': type } })
}
