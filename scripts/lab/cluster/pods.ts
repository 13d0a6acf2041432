import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { expect, vi } from 'vitest'
import { build } from '../../build/tools.ts'
import { namespace } from '../../ops/deploy/deploy.ts'

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

/** The same, but deletes pods that are ending: they would wait for requests that do not come. */
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
}

export interface Woken {
  /** The functions that got a pod since then, in order. */
  functions: string[]
  stop(): void
}

/** Records which functions get a pod from now on. */
export function watchPods(): Woken {
  const columns = ['-o', 'custom-columns=:.metadata.name,:.metadata.labels.serving\\.knative\\.dev/service']
  const selected = ['-n', namespace, 'get', 'pods', '-l', label, '--watch-only', '--no-headers']
  const child = spawn('kubectl', [...selected, ...columns])
  const seen = new Set<string>()
  const functions: string[] = []
  createInterface({ input: child.stdout }).on('line', line => {
    const [pod = '', name] = line.trim().split(/\s+/)
    if (!name || seen.has(pod)) return
    seen.add(pod)
    functions.push(name)
  })
  return { functions, stop: () => void child.kill() }
}
