import type { Task } from '../../../functions/domain/task.ts'

export interface Person {
  /** Sends a request to a function as this person. */
  ask<T = Task>(method: string, functionName: string, path: string, body?: object): Promise<T>
  /** All tasks that a query finds, from all its pages. */
  list(query: string): Promise<Task[]>
  open(): Promise<Task[]>
}

/** A new person. task-api gets the cookie of their session, the other functions a token. */
export async function signUp(gateway: string): Promise<Person> {
  const email = `${crypto.randomUUID()}@example.com`
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ email, password: 'correct horse', zone: 'Asia/Karachi' })
  const signedUp = await fetch(`${gateway}/task-api/api/auth/sign-up/email`, { method: 'POST', headers: json, body })
  if (!signedUp.ok) throw new Error(`${signedUp.status} ${await signedUp.text()}`)
  const cookie = signedUp.headers
    .getSetCookie()
    .map(one => one.split(';')[0])
    .join('; ')
  const { token } = (await (await fetch(`${gateway}/task-api/api/auth/token`, { headers: { cookie } })).json()) as {
    token: string
  }

  async function ask<T = Task>(method: string, functionName: string, path: string, body?: object): Promise<T> {
    const headers = functionName === 'task-api' ? { cookie } : { authorization: `Bearer ${token}` }
    const response = await fetch(`${gateway}/${functionName}${path}`, {
      method,
      headers: { accept: 'application/json', ...headers, ...(body && json) },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return (response.status === 204 ? undefined : await response.json()) as T
  }
  async function list(query: string): Promise<Task[]> {
    const all: Task[] = []
    for (let next: string | null = ''; next !== null; ) {
      const cursor = next && `&cursor=${encodeURIComponent(next)}`
      const path = `/api/tasks?${query}&limit=100${cursor}`
      const page: { items: Task[]; next: string | null } = await ask('GET', 'task-api', path)
      all.push(...page.items)
      next = page.next
    }
    return all
  }
  return { ask, list, open: () => list('status=open') }
}
