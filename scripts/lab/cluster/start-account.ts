import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { vi } from 'vitest'
import { build } from '../../build/tools.ts'
import { namespace } from '../../ops/deploy/cluster.ts'

/** Where the time of a start goes: what had happened so many milliseconds after the request was sent. */
export interface StartAccount {
  /** Knative asked for a pod. */
  created: number
  /** Node runs in it. Before that: the scheduler, the network of the pod, its cgroups, its file system. */
  nodeBegan: number
  /** The bundle is loaded. */
  loaded: number
  listening: number
  /** The API server knows the address of the pod, so that Knative can send the request there. */
  addressKnown: number
  /** The function began with the request: its database is connected then, because the probe has asked it. */
  began: number
  handled: number
  answered: number
}

interface Line {
  time: string
  outcome: unknown
  path?: string
  durationMs?: number
  loadedMs?: number
  listeningMs?: number
}

/** Sends a request to a function at zero, and reads from its pod and its log what happened when. */
export async function accountOfStart(name: string, path: string, ask: () => Promise<unknown>): Promise<StartAccount> {
  const selected = ['-n', namespace, 'get', 'pods', '-l', `serving.knative.dev/service=${name}`]
  const watching = spawn('kubectl', [
    ...[...selected, '--watch-only', '--no-headers', '-o', 'custom-columns=:.metadata.name,:.status.podIP'],
  ])
  const seen: { at: number; pod: string; address: string }[] = []
  createInterface({ input: watching.stdout }).on('line', line => {
    const [pod = '', address = ''] = line.trim().split(/\s+/)
    seen.push({ at: Date.now(), pod, address })
  })
  // kubectl says nothing when its watch has begun.
  await pause(1_000)
  const sent = Date.now()
  await ask()
  const answered = Date.now() - sent
  const { started, request, address } = await vi.waitFor(
    async () => {
      const lines = await logOf(seen[0]?.pod ?? '')
      const started = lines.find(({ outcome }) => outcome === 'listening')
      const request = lines.find(line => line.path === path)
      const address = seen.find(({ address }) => address !== '<none>')
      if (!started || !request || !address) throw new Error(`${name} has not told yet how it started.`)
      return { started, request, address }
    },
    { timeout: 10_000, interval: 200 },
  )
  watching.kill()
  const listening = Date.parse(started.time) - sent
  const nodeBegan = listening - (started.listeningMs ?? 0)
  const handled = Date.parse(request.time) - sent
  return {
    created: (seen[0]?.at ?? 0) - sent,
    nodeBegan,
    loaded: nodeBegan + (started.loadedMs ?? 0),
    listening,
    addressKnown: address.at - sent,
    began: handled - (request.durationMs ?? 0),
    handled,
    answered,
  }
}

async function logOf(pod: string): Promise<Line[]> {
  const log = await build('kubectl', ['-n', namespace, 'logs', pod, '-c', 'function'], { cwd: '.' })
  return log
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
}

/** The median of each moment. */
export function medianAccount(accounts: StartAccount[]): StartAccount {
  const middle = (key: keyof StartAccount) => {
    const sorted = accounts.map(one => one[key]).toSorted((one, other) => one - other)
    return sorted[Math.floor(sorted.length / 2)] ?? 0
  }
  const keys = Object.keys(accounts[0] ?? {}) as (keyof StartAccount)[]
  return Object.fromEntries(keys.map(key => [key, middle(key)])) as unknown as StartAccount
}
