import type { Profile } from '../model/account.ts'
import type { Account } from '../model/client.ts'
import { type Asking, answerOf, orOffline } from './asking.ts'
import { leavePushChannel } from './push-settings.ts'
import { isProblem } from './server.ts'

export interface Entering extends Asking {
  /** Opens an account on this device. Tasks that belong to no account go along. */
  enter(account: { id: string; email: string }): Promise<void>
  /** Takes the account that is open, and its tasks, off this device. */
  leave(): Promise<void>
}

interface SignedIn {
  user: { id: string; email: string }
}

/** Beginning and end of an account on this device. */
export function accountActions(entering: Entering): Account {
  const { server, platform, session, shown, enter, leave } = entering

  const signInBy = (path: string, body: object) =>
    orOffline(async () => {
      const answer = await server.ask<SignedIn>(path, { method: 'POST', body })
      if (isProblem(answer)) return answer
      server.forget()
      await enter({ id: answer.user.id, email: answer.user.email })
      return { done: true as const }
    })

  return {
    signUp: account =>
      signInBy('/api/auth/sign-up/email', {
        zone: platform.zone(),
        locale: shown.preferences.value.language,
        ...account,
      }),
    signIn: credentials => signInBy('/api/auth/sign-in/email', credentials),
    async signOut({ force = false } = {}) {
      const unsent = session().hub.replica.operations.size
      if (unsent && !force) return { unsent }
      // Whoever comes next is not to be shown what this one is reminded of.
      await leavePushChannel(entering)
      // Offline the session stays at the server until it ends by itself; here nothing of the account is left.
      await orOffline(() => server.ask('/api/auth/sign-out', { method: 'POST' }))
      await leave()
      return { done: true }
    },
    async deleteAccount() {
      const answer = await answerOf(entering, () => server.ask<{ done: true }>('/api/me', { method: 'DELETE' }))
      if (!('refused' in answer)) await leave()
      return answer
    },
    changePassword: (currentPassword, newPassword) =>
      answerOf(entering, async () => {
        const body = { currentPassword, newPassword, revokeOtherSessions: true }
        const answer = await server.ask('/api/auth/change-password', { method: 'POST', body })
        return isProblem(answer) ? answer : { done: true }
      }),
    async changeProfile(patch) {
      const answer = await answerOf(entering, () => server.ask<Profile>('/api/me', { method: 'PATCH', body: patch }))
      if (!('refused' in answer)) await session().hub.commit({}, { profile: answer })
      return answer
    },
  }
}
