import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** When several commands start at once, one does the work and the others wait for it. */
export async function onlyOnce(lock, isDone, work) {
  let announced = false
  while (!isDone()) {
    if (await take(lock)) {
      const beat = setInterval(() => refresh(lock), 1000)
      try {
        if (!isDone()) await work()
      } finally {
        clearInterval(beat)
        rmSync(lock, { recursive: true, force: true })
      }
    } else {
      if (!announced) console.error('zerodue: another command is installing; waiting for it to finish…')
      announced = true
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
  // Two commands may find the same dead holder. The slower one may then have removed the lock of the faster one: look again.
  await pause(300)
  return owner(lock) === process.pid
}

/** Another program may have the holder's process id by now, so a living holder also updates the time of the lock. */
function holderLives(lock) {
  const silentMs = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0)
  const pid = owner(lock)
  // The holder makes the folder before it writes its id. A lock without one is new, or its holder died right then.
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

function refresh(lock) {
  try {
    utimesSync(lock, new Date(), new Date())
  } catch {
    // After a sleep of the machine another command may have removed the lock: npm then runs twice, which is harmless.
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
