import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, rmSync, statSync, truncateSync } from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { newFolder } from '../../functions/kit/testing/new-folder.ts'

const isRoot = process.getuid?.() === 0
const { uid, gid } = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }

/** A folder that nobody can write to. Permissions stop ordinary users; only a read-only mount stops root. */
export function readOnlyFolder(): string {
  const folder = newFolder()
  if (isRoot && mount(folder, 'ro')) return folder
  chmodSync(folder, 0o555)
  return folder
}

/** A disk small enough to fill, or undefined without the right to mount one. */
export function smallDisk() {
  const folder = newFolder()
  if (!mount(folder, `size=120m,uid=${uid},gid=${gid},mode=0755`)) return undefined
  const filler = path.join(folder, 'filler')
  return {
    folder,
    fill() {
      for (const bytes of [2 ** 20, 4096]) {
        try {
          for (;;) appendFileSync(filler, Buffer.alloc(bytes))
        } catch (error) {
          if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
        }
      }
    },
    makeRoom: (bytes?: number) => (bytes ? truncateSync(filler, statSync(filler).size - bytes) : rmSync(filler)),
  }
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
