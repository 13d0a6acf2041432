import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'

/** A package of the system that this runs on. */
export interface SystemPackage {
  name: string
  version: string
  architecture: string
  /** Everything that the system knows of it, as scanners of images read it. */
  status: string
}

const said = (command: string, ...args: string[]): string => spawnSync(command, args, { encoding: 'utf8' }).stdout ?? ''

/** The shared libraries that a program needs, and what loads them: where the program looks for them. */
export function librariesOf(program: string): string[] {
  const found = [...said('ldd', program).matchAll(/(?:^|=> )\s*(\/\S+) \(0x/gm)].map(([, file]) => file ?? '')
  if (!found.length) throw new Error(`ldd does not say what ${program} needs.`)
  return found
}

/** The Debian packages that files belong to; none on another system, which still can build the image. */
export function packagesOf(files: string[]): SystemPackage[] {
  const names = files.flatMap(file => {
    // Debian lists what it installed under one name, and /lib may be another for /usr/lib.
    const spellings = [file, realpathSync(file), realpathSync(file).replace(/^\/usr/, '')]
    return spellings.map(spelling => /^([^:\s]+)/.exec(said('dpkg', '-S', spelling))?.[1]).find(Boolean) ?? []
  })
  return [...new Set(names)].sort().map(name => {
    const status = said('dpkg', '-s', name)
    const field = (title: string) => new RegExp(`^${title}: (.*)$`, 'm').exec(status)?.[1] ?? ''
    return { name, version: field('Version'), architecture: field('Architecture'), status }
  })
}

/** Where Debian keeps the licence of a package. */
export function licenceOf({ name }: SystemPackage): string | undefined {
  const file = `/usr/share/doc/${name}/copyright`
  return existsSync(file) ? file : undefined
}
