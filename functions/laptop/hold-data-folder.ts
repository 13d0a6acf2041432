import path from 'node:path'
import { CannotStart } from '../kit/postgres/embedded-cannot-start.ts'
import { takeLock } from './lock.mjs'

/** Locks the data folder until this process ends, or says which process has it. */
export async function holdDataFolder(home: string, address: string): Promise<void> {
  const file = path.join(home, 'lock')
  const lock = await takeLock(file, { pid: process.pid, address })
  switch (lock.state) {
    case 'held':
      return
    case 'taken':
      throw new CannotStart(
        `Zerodue runs already at ${lock.holder.address} with the data in ${home} (process ${lock.holder.pid}): use that one, or end it first.`,
      )
    case 'silent':
      throw new CannotStart(
        `Another Zerodue may be stopped half way (Ctrl-Z): end it or let it continue. If there is none, remove ${file} and start again.`,
      )
    case 'no port':
      throw new CannotStart(`No port on 127.0.0.1 can be used to lock ${home}: see what listens on 20000 to 29999.`)
  }
}
