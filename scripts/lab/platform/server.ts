import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

interface Command {
  command: string
  args: string[]
  cwd: string
  env?: NodeJS.ProcessEnv
  /** The file for what it says. */
  log: string
}

export interface Server {
  /** Gently, and with SIGKILL when that takes too long. */
  stop(): Promise<void>
  /** As a power cut: at once. */
  kill(): Promise<void>
  /** Tells it something, and waits for nothing. */
  signal(signal: NodeJS.Signals): void
  /** Resolves when its output shows this, and rejects when it ends before that. */
  says(pattern: RegExp): Promise<void>
}

/** Ends the server with SIGKILL when our end of its standard input closes, which it does also when we are killed. */
const keeper = `exec 3<&0
"$@" </dev/null 3<&- & server=$!
{ read -r _ <&3; kill -9 0; } & keeper=$!
wait $server; code=$?; kill $keeper; exit $code`
const patienceMs = 15_000

/** A server in a process group of its own, which never outlives this process. */
export function startServer({ command, args, cwd, env, log }: Command): Server {
  const child = spawn('sh', ['-c', keeper, 'keeper', command, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  const file = createWriteStream(log, { flags: 'a' })
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => {
      file.write(data)
      said = (said + data).slice(-20_000)
      child.emit('said')
    })
  const closed = once(child, 'close').then(() => void file.end())

  const end = async (signal: NodeJS.Signals) => {
    signalGroup(child, signal)
    const late = setTimeout(() => signalGroup(child, 'SIGKILL'), patienceMs)
    await closed
    clearTimeout(late)
  }
  const says = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => pattern.test(said) && resolve()
      look()
      child.on('said', look)
      closed.then(() => reject(new Error(`${command} ended early:\n${said}`)))
    })
  return { stop: () => end('SIGTERM'), kill: () => end('SIGKILL'), signal: name => signalGroup(child, name), says }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid) process.kill(-pid, signal)
  } catch (error) {
    // Everybody in the group has ended already.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
