import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { Victim } from './victim.ts'

/** A script of this folder. Its first line of output is its address; it also ends when this process ends. */
export const child = (script: string, env: NodeJS.ProcessEnv): Victim =>
  new Victim(() => {
    const file = path.join(import.meta.dirname, script)
    const started = spawn(process.execPath, [file], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const exited = once(started, 'exit')
    const ended = exited.then(() => {
      throw new Error(`${file} ended`)
    })
    return {
      address: Promise.race([once(started.stdout, 'data'), ended]).then(([line]) => String(line).trim()),
      async kill() {
        started.kill('SIGKILL')
        await exited
      },
    }
  })
