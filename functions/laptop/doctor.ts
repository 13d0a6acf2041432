import path from 'node:path'
import { askInWords } from '../kit/readiness/in-words.ts'
import { holderOf } from './lock.mjs'

/** Asks the Zerodue that runs with this data folder. Each line begins with `ok:`, `note:` or `wrong:`. */
export async function doctor(home: string): Promise<string[]> {
  const lock = await holderOf(path.join(home, 'lock'))
  if (lock.state === 'taken') {
    const { address } = lock.holder
    return [`ok: Zerodue runs at ${address} with the data in ${home}`, ...(await askInWords(address, 'Zerodue'))]
  }
  return lock.state === 'silent'
    ? ['wrong: Zerodue does not answer. It may be stopped half way (Ctrl-Z): end it or let it continue.']
    : [`wrong: Zerodue does not run with the data in ${home}: start it with npm start.`]
}
