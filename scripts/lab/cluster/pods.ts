import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, vi } from 'vitest'
import { build } from '../../build/tools.ts'
import { namespace } from '../../ops/deploy/cluster.ts'

const label = 'serving.knative.dev/service'
const kubectl = (...args: string[]) => build('kubectl', ['-n', namespace, ...args], { cwd: '.' })

/** The pods of functions. One that is ending counts until it is gone: until then it may answer. */
async function functionPods(): Promise<string[]> {
  return (await kubectl('get', 'pods', '-l', label, '-o', 'name')).split('\n').filter(Boolean)
}

/** Resolves when no pod of a function is left. */
export async function untilZero(): Promise<void> {
  await vi.waitFor(async () => expect(await functionPods()).toEqual([]), { timeout: 300_000, interval: 500 })
}

/**
 * The same, but deletes pods that are ending: they would wait for requests that do not come. Then it waits for a random part of
 * a second: a kubelet looks once a second what has started, and a request right after that look would always wait longest.
 */
export async function untilZeroSoon(): Promise<void> {
  const ending = '{range .items[?(@.metadata.deletionTimestamp)]}{.metadata.name} {end}'
  await vi.waitFor(
    async () => {
      const names = (await kubectl('get', 'pods', '-l', label, '-o', `jsonpath=${ending}`)).split(' ').filter(Boolean)
      if (names.length) await kubectl('delete', 'pod', '--force', '--grace-period=0', '--ignore-not-found', ...names)
      expect(await functionPods()).toEqual([])
    },
    { timeout: 300_000, interval: 250 },
  )
  await pause(Math.random() * 1_000)
}

export interface Woken {
  /** The functions that got a pod since then, in order. */
  functions: string[]
  /** Those of them that got it after this moment. */
  since(moment: number): string[]
  /** How long pods ran since then, in seconds: from their creation until Knative ended them. */
  podSeconds(): number
  stop(): void
}

interface WatchedPod {
  name: string
  began: number
  ended?: number
}

/** Records which functions get a pod from now on, and how long each runs. */
export function watchPods(): Woken {
  const columns = ['name', 'labels.serving\\.knative\\.dev/service', 'deletionTimestamp'].map(
    one => `:.metadata.${one}`,
  )
  const selected = ['-n', namespace, 'get', 'pods', '-l', label, '--watch-only', '--no-headers']
  const child = spawn('kubectl', [...selected, '-o', `custom-columns=${columns.join()}`])
  const pods = new Map<string, WatchedPod>()
  const functions: string[] = []
  createInterface({ input: child.stdout }).on('line', line => {
    const [pod = '', name, deleted] = line.trim().split(/\s+/)
    if (!name) return
    const known = pods.get(pod)
    if (!known) {
      functions.push(name)
      pods.set(pod, { name, began: Date.now() })
    } else if (deleted !== '<none>') known.ended ??= Date.now()
  })
  return {
    functions,
    since: moment => [...pods.values()].filter(({ began }) => began >= moment).map(({ name }) => name),
    podSeconds: () =>
      [...pods.values()].reduce((sum, { began, ended }) => sum + (ended ?? Date.now()) - began, 0) / 1_000,
    stop: () => void child.kill(),
  }
}

/** Kills the pods of a function at once. */
export async function killPods(name: string): Promise<void> {
  await kubectl('delete', 'pod', '-l', `${label}=${name}`, '--force', '--grace-period=0')
}
