import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'

/** A Debian package of this system. */
export interface SystemPackage {
  name: string
  version: string
  architecture: string
  /** Its entry in dpkg's database, which image scanners read. */
  status: string
}

const outputOf = (command: string, ...args: string[]): string =>
  spawnSync(command, args, { encoding: 'utf8' }).stdout ?? ''

/** The paths of the shared libraries that a program loads, with the loader. */
export function librariesOf(program: string): string[] {
  const found = [...outputOf('ldd', program).matchAll(/(?:^|=> )\s*(\/\S+) \(0x/gm)].map(([, file]) => file ?? '')
  if (!found.length) throw new Error(`ldd lists no library of ${program}.`)
  return found
}

/** The Debian packages that the files belong to. Other systems have none and can build the image too. */
export function packagesOf(files: string[]): SystemPackage[] {
  const names = files.flatMap(file => {
    // dpkg knows a file by one path only, and /lib may be a link to /usr/lib.
    const spellings = [file, realpathSync(file), realpathSync(file).replace(/^\/usr/, '')]
    return spellings.map(spelling => /^([^:\s]+)/.exec(outputOf('dpkg', '-S', spelling))?.[1]).find(Boolean) ?? []
  })
  return [...new Set(names)].sort().map(name => {
    const status = outputOf('dpkg', '-s', name)
    const field = (title: string) => new RegExp(`^${title}: (.*)$`, 'm').exec(status)?.[1] ?? ''
    return { name, version: field('Version'), architecture: field('Architecture'), status }
  })
}

/** The licence of a package, where Debian keeps it. */
export function licenceOf({ name }: SystemPackage): string | undefined {
  const file = `/usr/share/doc/${name}/copyright`
  return existsSync(file) ? file : undefined
}
