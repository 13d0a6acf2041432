import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Of commands that are started at once, one does the work; the others wait until it is done. */
export async function onlyOnce(lock, isDone, work) {
  let told = false
  while (!isDone()) {
    if (await take(lock)) {
      const beat = setInterval(() => touch(lock), 1000)
      try {
        if (!isDone()) await work()
      } finally {
        clearInterval(beat)
        rmSync(lock, { recursive: true, force: true })
      }
    } else {
      if (!told) console.error('zerodue: another command is installing; waiting for it…')
      told = true
      await pause(200)
    }
  }
}

async function take(lock) {
  try {
    mkdirSync(lock)
    writeFileSync(ownerFile(lock), String(process.pid))
  } catch (error) {
    if (!['EEXIST', 'ENOENT'].includes(error.code)) throw error
    if (holderLives(lock)) return false
    rmSync(lock, { recursive: true, force: true })
    return take(lock)
  }
  // Of two that found the same dead holder, the slower one may have removed the lock that the faster one just took.
  await pause(300)
  return owner(lock) === process.pid
}

/** The holder's number may belong to another program by now, so it also has to touch the lock now and then. */
function holderLives(lock) {
  const silentMs = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  const pid = owner(lock)
  // The holder makes the folder before it writes its number: without one it is in its first moment, or died in it.
  if (!pid) return silentMs < 5_000
  return silentMs < 60_000 && processLives(pid)
}

function processLives(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function touch(lock) {
  try {
    utimesSync(lock, new Date(), new Date())
  } catch {
    // Somebody thought us dead, after a sleep of the machine: then npm runs twice, which it survives.
  }
}

function owner(lock) {
  try {
    return Number(readFileSync(ownerFile(lock), 'utf8'))
  } catch {
    return 0
  }
}

const ownerFile = lock => path.join(lock, 'pid')

const pause = ms => new Promise(wake => setTimeout(wake, ms))
