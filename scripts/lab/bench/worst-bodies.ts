import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Hono } from 'hono'
import { describe } from '../../../functions/kit/define-function.ts'
import { loadFunctions } from '../../../functions/kit/function-names.ts'
import { maxBodyBytes } from '../../../functions/kit/http/api.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { makeFunction } from '../../../functions/kit/make-function.ts'
import { root } from '../../../functions/kit/root.ts'
import { sampleSettings } from '../../../functions/kit/settings/samples.ts'
import { worstBodies } from '../../../functions/kit/testing/worst-bodies.ts'
import { figure, median, note, quantile } from './parts/figure.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

const rounds = scaled(5, 1)
const userId = 'ana'
const mostMs = 50

/** The worst wrong bodies of all operations, one after the other, beside a small right one and the parsing of the same bytes. */
export const bench = (): Promise<void> =>
  withPostgres(async databaseUrl => {
    const functions = await startAll(databaseUrl)
    const send = async (method: string, path: string, type: string, body: string): Promise<number> => {
      const address = path.replaceAll(/\{r?id\}/g, '0193a5e0-0000-7000-8000-000000000001').replaceAll(/\{\w+\}/g, 'x')
      const app = functions.find(({ operations }) => operations.has(`${method} ${path}`))?.app as Hono
      const began = performance.now()
      const answer = await app.request(address, {
        method: method.toUpperCase(),
        headers: { 'content-type': type },
        body,
      })
      await answer.text()
      return performance.now() - began
    }
    const small = () => send('post', '/api/tasks/parse', 'application/json', '{"text":"Milk"}')
    for (let i = 0; i < 200; i++) await small()

    const document = JSON.parse(readFileSync(path.join(root, 'schemas', 'openapi.json'), 'utf8'))
    const slowest: { name: string; ms: number; parseMs: number; smallMs: number }[] = []
    for (const { method, path, type, name, body } of worstBodies(document, () => maxBodyBytes)) {
      const each = { ms: [] as number[], parse: [] as number[], small: [] as number[] }
      for (let round = 0; round < rounds; round++) {
        each.ms.push(await send(method, path, type, body))
        each.parse.push(parse(body))
        each.small.push(await small())
      }
      slowest.push({
        name: `${method} ${path}, ${name}`,
        ms: median(each.ms),
        parseMs: median(each.parse),
        smallMs: median(each.small),
      })
    }
    await Promise.all(functions.map(({ close }) => close()))

    slowest.sort((a, b) => b.ms - a.ms)
    const [worst] = slowest
    if (!worst) throw new Error('There is no body to send.')
    figure(
      `the slowest of ${slowest.length} wrong bodies of ${maxBodyBytes / 1024} kB`,
      `${worst.ms.toFixed(1)} ms`,
      `<= ${mostMs} ms`,
      worst.ms <= mostMs,
    )
    for (const { name, ms, parseMs, smallMs } of slowest.slice(0, 5))
      note(
        `${ms.toFixed(1)} ms: ${name} (parsing the same bytes ${parseMs.toFixed(1)} ms, a small right request ${smallMs.toFixed(1)} ms)`,
      )
    const half = quantile(
      slowest.map(({ ms }) => ms),
      0.5,
    )
    note(`half of them take at most ${half.toFixed(1)} ms`)
  })

async function startAll(databaseUrl: string) {
  return (await loadFunctions()).map(definition => {
    const environment = { ...sampleSettings(definition), DATABASE_URL: databaseUrl }
    const { app, close } = makeFunction(definition, environment, {
      publisher: { publish: async () => {}, close: async () => {} },
      identify: () => async () => ({ userId, actor: { kind: 'user', id: userId }, scopes: ['read', 'write'] }),
      log: createLog(definition.name, 'silent'),
    })
    const operations = new Set(describe(definition).operations.map(({ method, path }) => `${method} ${path}`))
    return { app, close, operations }
  })
}

function parse(body: string): number {
  const began = performance.now()
  try {
    JSON.parse(body)
  } catch {
    // Every body of the generator is JSON; a deep one may be too much for the parser.
  }
  return performance.now() - began
}
