import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { loadFunctions } from '../../../functions/kit/function-names.ts'
import { freePort } from '../../../functions/kit/http/free-port.ts'
import { sampleSettings } from '../../../functions/kit/settings/samples.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { buildDist } from '../../build/build-dist.ts'
import { figure, inTurn, median, note, shares } from './parts/figure.ts'
import { withPostgres } from './parts/postgres.ts'
import { scaled } from './parts/scale.ts'

const rounds = scaled(15, 3)
const requests = scaled(500, 20)
const MB = 1024 * 1024
const limit = 2

/** The time from the start of a process to its first answer, for each bundle and for the smallest server. */
export async function bench(): Promise<void> {
  const { folder: dist, remove } = temporaryFolder()
  try {
    await buildDist(dist)
    await withPostgres(databaseUrl => compare(dist, databaseUrl))
  } finally {
    remove()
  }
}

async function compare(dist: string, databaseUrl: string): Promise<void> {
  const definitions = await loadFunctions()
  // Together the settings of all functions would not fit: with JWKS_URL task-api trusts another issuer.
  const envs = new Map(definitions.map(one => [one.name, { ...sampleSettings(one), DATABASE_URL: databaseUrl }]))
  const envOf = (name: string) => envs.get(name) ?? {}
  const bundle = (name: string) => [path.join(dist, 'start.cjs'), name]
  const bare = [path.join(import.meta.dirname, 'children', 'bare-server.cjs')]
  const names = definitions.map(({ name }) => name)
  const measured = await inTurn(rounds, {
    bare: () => firstAnswerMs(bare, {}),
    ...Object.fromEntries(names.map(name => [name, () => firstAnswerMs(bundle(name), envOf(name))])),
  })
  note(`a bare node:http server: ${median(measured.bare ?? []).toFixed(0)} ms`)
  for (const name of names) {
    const share = median(shares(measured[name], measured.bare))
    const reached = `${median(measured[name] ?? []).toFixed(0)} ms, ${share.toFixed(2)} times the bare server`
    figure(`first answer of ${name}`, reached, `at most ${limit.toFixed(1)} times`, share <= limit)
  }
  for (const name of names) note(`${name} warm: ${((await warmBytes(bundle(name), envOf(name))) / MB).toFixed(0)} MB`)
}

export async function firstAnswerMs(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const port = await freePort()
  const began = performance.now()
  const { end, hasEnded } = started(args, env, port)
  while (!(await answers(port))) {
    if (hasEnded()) throw new Error(`${args.at(-1)} ended before its first answer.`)
    await pause(1)
  }
  const took = performance.now() - began
  await end()
  return took
}

/** The memory after many probes and events that no handler takes. */
async function warmBytes(args: string[], env: NodeJS.ProcessEnv): Promise<number> {
  const port = await freePort()
  const { end, pid } = started(args, env, port)
  while (!(await answers(port))) await pause(5)
  const address = `http://127.0.0.1:${port}`
  const headers = {
    authorization: `Bearer ${env.EVENTS_SECRET}`,
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-type': 'zerodue.nothing.v1',
    'ce-source': '/bench',
  }
  for (let i = 0; i < requests; i++) {
    await fetch(`${address}/ready`).then(answer => answer.arrayBuffer())
    const event = { method: 'POST', headers: { ...headers, 'ce-id': String(i) }, body: '{}' }
    await fetch(address, event).then(answer => answer.arrayBuffer())
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  await end()
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024
}

function started(args: string[], env: NodeJS.ProcessEnv, port: number) {
  const child = spawn(process.execPath, args, { env: { ...env, PORT: String(port) }, stdio: 'ignore' })
  return {
    pid: child.pid,
    hasEnded: () => child.exitCode !== null,
    async end() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** With a new connection each time, as for a first request. */
const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const probe = request({ port, host: '127.0.0.1', path: '/health', agent: false }, answer => {
      answer.resume().on('end', () => resolve(answer.statusCode === 200))
    })
    probe.on('error', () => resolve(false)).end()
  })
