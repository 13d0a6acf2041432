import { randomUUID } from 'node:crypto'

export interface Person {
  userId: string
  cookie: string
}

/** Signs up a new person. */
export async function signUp(address: string): Promise<Person> {
  const body = JSON.stringify({ email: `${randomUUID()}@example.com`, password: 'correct horse', zone: 'Asia/Karachi' })
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${address}/api/auth/sign-up/email`, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`A sign-up was answered ${response.status}: ${await response.text()}`)
  const { user } = (await response.json()) as { user: { id: string } }
  const cookies = response.headers.getSetCookie().map(cookie => cookie.split(';')[0])
  return { userId: user.id, cookie: cookies.join('; ') }
}

/** Signs up several people, a few at a time. */
export async function signUpMany(address: string, amount: number): Promise<Person[]> {
  const people: Person[] = []
  while (people.length < amount) {
    const some = Math.min(4, amount - people.length)
    people.push(...(await Promise.all(Array.from({ length: some }, () => signUp(address)))))
  }
  return people
}

/** A token with which a program may send commands for this person. */
export async function tokenOf(address: string, { cookie }: Person): Promise<string> {
  const response = await fetch(`${address}/api/me/tokens`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'attack', scopes: ['read', 'write'] }),
  })
  if (!response.ok) throw new Error(`A new token was answered ${response.status}: ${await response.text()}`)
  return ((await response.json()) as { token: string }).token
}
