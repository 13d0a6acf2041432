import type { Task } from '../../domain/task.ts'
import { newFolder, quickDisk } from '../../kit/testing/new-folder.ts'
import { type AtEnd, freePort, run } from './zerodue.ts'

/** Starts the whole system as `npm start` does, and signs a user up. */
export async function startSystem(more: NodeJS.ProcessEnv = {}, atEnd?: AtEnd) {
  const env = { ZERODUE_HOME: newFolder(quickDisk, atEnd), PORT: await freePort(), ...more }
  const address = `http://127.0.0.1:${env.PORT}`
  const system = run('scripts/start.ts', [], env, process.cwd(), atEnd)
  await system.firstLine()
  const ask = await signUp(address, 'ana@example.com')
  const open = async () => (await ask<{ items: Task[] }>('GET', '/api/tasks?status=open&sort=due')).items
  return { env, address, system, ask, open }
}

/** Signs a user up, and answers how they send requests. */
export async function signUp(address: string, email: string) {
  const signedUp = await fetch(`${address}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'correct horse', zone: 'Asia/Karachi' }),
  })
  const cookie = signedUp.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
  return async <T = Task>(method: string, path: string, body?: object, headers: object = {}): Promise<T> => {
    const response = await fetch(address + path, {
      method,
      headers: { cookie, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return (response.status === 204 ? undefined : await response.json()) as T
  }
}
