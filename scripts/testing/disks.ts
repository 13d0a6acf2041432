import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { newFolder } from '../../functions/shared/testing/new-folder.ts'

const isRoot = process.getuid?.() === 0
const { uid, gid } = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }

/** Nothing can be written here: permissions hold ordinary users back, and only a read-only mount holds back root. */
export function readOnlyFolder(): string {
  const folder = newFolder()
  if (isRoot && mount(folder, 'ro')) return folder
  chmodSync(folder, 0o555)
  return folder
}

/** A disk of its own that is far too small, or nothing where nobody may mount one. */
export function smallDisk(): { folder: string; grow: () => void } | undefined {
  const folder = newFolder()
  if (!mount(folder, `size=8m,uid=${uid},gid=${gid},mode=0755`)) return undefined
  return { folder, grow: () => void asRoot('mount', '-o', 'remount,size=500m', folder) }
}

function mount(folder: string, options: string): boolean {
  if (process.platform !== 'linux' || !asRoot('mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder)) return false
  onTestFinished(() => void asRoot('umount', '--lazy', folder))
  return true
}

function asRoot(...command: string[]): boolean {
  const [program = '', ...args] = isRoot ? command : ['sudo', '-n', ...command]
  return spawnSync(program, args).status === 0
}
