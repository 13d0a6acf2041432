import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { CannotStart } from '../../functions/shared/database/embedded-cannot-start.ts'
import { secret } from '../../functions/shared/runtime/settings.ts'

const Secrets = v.object({ AUTH_SECRET: secret })

/** The secrets of this data folder: made at the first start, readable by their owner only, the same ever after. */
export function secretsIn(home: string): v.InferOutput<typeof Secrets> {
  const file = path.join(home, 'secrets.json')
  if (!existsSync(file)) {
    const fresh = { AUTH_SECRET: randomBytes(32).toString('base64url') }
    writeFileSync(`${file}.new`, JSON.stringify(fresh), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  try {
    return v.parse(Secrets, JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new CannotStart(
      `The secrets in ${file} cannot be read: put them back, or remove the file for new ones (then everybody signs in again).`,
    )
  }
}
