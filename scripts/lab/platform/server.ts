import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

interface Command {
  command: string
  args: string[]
  cwd: string
  env?: NodeJS.ProcessEnv
  /** The file for its output. */
  log: string
}

export interface Server {
  /** With SIGTERM, and with SIGKILL when that takes too long. */
  stop(): Promise<void>
  /** With SIGKILL, as a power cut. */
  kill(): Promise<void>
  /** Sends a signal and does not wait for its effect. */
  signal(signal: NodeJS.Signals): void
  /** Resolves when its output matches, and rejects when it ends before that. */
  prints(pattern: RegExp): Promise<void>
  /** Resolves when `isReady` answers true, and rejects when it ends before that. */
  until(isReady: () => Promise<boolean>): Promise<void>
}

/** Kills the server when our end of its standard input closes: that also happens when this process is killed. */
const keeper = `exec 3<&0
"$@" </dev/null 3<&- & server=$!
{ read -r _ <&3; kill -9 0; } & keeper=$!
wait $server; code=$?; kill $keeper; exit $code`
const patienceMs = 15_000

/** A server in a process group of its own that never outlives this process. */
export function startServer({ command, args, cwd, env, log }: Command): Server {
  const child = spawn('sh', ['-c', keeper, 'keeper', command, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  const file = createWriteStream(log, { flags: 'a' })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => {
      file.write(data)
      output = (output + data).slice(-20_000)
      child.emit('output')
    })
  const closed = once(child, 'close').then(() => void file.end())

  const end = async (signal: NodeJS.Signals) => {
    signalGroup(child, signal)
    const late = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs)
    await closed
    clearTimeout(late)
  }
  const ended = closed.then(() => {
    throw new Error(`${command} ended early:\n${output}`)
  })
  // Each caller of `prints` and `until` handles the rejection; a server may also end when nobody waits.
  ended.catch(() => {})
  const printed = (pattern: RegExp) =>
    new Promise<void>(resolve => {
      const look = () => pattern.test(output) && resolve()
      look()
      child.on('output', look)
    })
  return {
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    signal: name => signalGroup(child, name),
    prints: pattern => Promise.race([printed(pattern), ended]),
    async until(isReady) {
      while (!(await Promise.race([isReady(), ended]))) await pause(10)
    },
  }
}

/** Whether something answers at this address, and well. */
export const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    async response => {
      await response.arrayBuffer()
      return response.ok
    },
    () => false,
  )

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal)
  } catch (error) {
    // Every process of the group has ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
