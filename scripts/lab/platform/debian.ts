import { readdirSync, readFileSync } from 'node:fs'
import { build, Missing, need } from '../../build/tools.ts'
import { cached } from './cached.ts'

/** Packages of this Debian or Ubuntu, unpacked into the cache without an installation. */
export async function debianPackages(name: string, packages: string[]): Promise<string> {
  need('apt-get')
  return cached(`${name}-${release()}`, async making => {
    await build('apt-get', ['download', ...packages], { cwd: making }).catch(error => {
      throw new Missing(
        `apt-get cannot download ${packages.join(', ')}: run \`apt-get update\` and try again. ${error.message}`,
      )
    })
    for (const file of readdirSync(making)) await build('dpkg-deb', ['--extract', file, '.'], { cwd: making })
  })
}

/** Packages of another release need another libc. */
function release(): string {
  const text = readFileSync('/etc/os-release', 'utf8')
  const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)`, 'm').exec(text)?.[1]
  return `${value('ID')}-${value('VERSION_ID')}`
}
