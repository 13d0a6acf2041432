import type { Task } from '../../domain/task.ts'
import { newFolder, quickDisk } from '../../kit/testing/new-folder.ts'
import { freePort, run } from './zerodue.ts'

/** Starts the whole system as `npm start` does, and signs a user up. */
export async function startSystem(more: NodeJS.ProcessEnv = {}) {
  const env = { ZERODUE_HOME: newFolder(quickDisk), PORT: await freePort(), ...more }
  const address = `http://127.0.0.1:${env.PORT}`
  const system = run('scripts/start.ts', [], env)
  await system.firstLine()
  const signedUp = await fetch(`${address}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ana@example.com', password: 'correct horse', zone: 'Asia/Karachi' }),
  })
  const cookie = signedUp.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
  async function ask<T = Task>(method: string, path: string, body?: object, headers: object = {}): Promise<T> {
    const response = await fetch(address + path, {
      method,
      headers: { cookie, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    return (response.status === 204 ? undefined : await response.json()) as T
  }
  const open = async () => (await ask<{ items: Task[] }>('GET', '/api/tasks?status=open&sort=due')).items
  return { env, address, system, ask, open }
}
