import path from 'node:path'
import { root } from '../../../functions/kit/root.ts'
import { answers, startServer } from '../platform/server.ts'
import { Victim } from './victim.ts'

interface Options {
  name: string
  port: number
  env: NodeJS.ProcessEnv
  /** The folder for its output. */
  folder: string
}

/** A function as it runs in a cluster: in a process of its own. After each end it starts again at the same port. */
export class FunctionProcess extends Victim {
  readonly name: string
  readonly address: string

  constructor({ name, port, env, folder }: Options) {
    const address = `http://127.0.0.1:${port}`
    super(() => {
      const server = startServer({
        command: process.execPath,
        args: [path.join(root, 'scripts', 'run.ts'), name],
        cwd: root,
        env: { ...env, PORT: String(port), LOG_LEVEL: 'warn' },
        log: path.join(folder, `${name}-${port}.log`),
      })
      return { address: server.until(() => answers(`${address}/ready`)).then(() => address), kill: server.kill }
    })
    this.name = name
    this.address = address
  }
}
