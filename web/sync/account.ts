import type { Profile } from '../model/account.ts'
import type { Account } from '../model/client.ts'
import { leavePushChannel } from './push-settings.ts'
import { askWithAccount, type RequestContext, withRefusals } from './requests.ts'
import { isProblem } from './server.ts'

export interface AccountContext extends RequestContext {
  /** Opens an account on this device and moves the tasks without an account into it. */
  enter(account: { id: string; email: string }): Promise<void>
  /** Closes the account and removes its tasks from this device. */
  leave(): Promise<void>
}

interface SignedIn {
  user: { id: string; email: string }
}

/** Signing up, in and out, and changes to the account. */
export function accountActions(context: AccountContext): Account {
  const { server, platform, session, state, enter, leave } = context

  const signInBy = (path: string, body: object) =>
    withRefusals(async () => {
      const answer = await server.ask<SignedIn>(path, { method: 'POST', body })
      if (isProblem(answer)) return answer
      server.forgetToken()
      await enter({ id: answer.user.id, email: answer.user.email })
      return { done: true as const }
    })

  return {
    signUp: account =>
      signInBy('/api/auth/sign-up/email', {
        zone: platform.zone(),
        locale: state.preferences.value.language,
        ...account,
      }),
    signIn: credentials => signInBy('/api/auth/sign-in/email', credentials),
    async signOut({ force = false } = {}) {
      const unsent = session().hub.replica.operations.size
      if (unsent && !force) return { unsent }
      // The next person at this browser must not see this one's reminders.
      await leavePushChannel(context)
      // Offline the session stays at the server until it expires; nothing of the account stays on this device.
      await withRefusals(() => server.ask('/api/auth/sign-out', { method: 'POST' }))
      await leave()
      return { done: true }
    },
    async deleteAccount() {
      const answer = await askWithAccount(context, () => server.ask<{ done: true }>('/api/me', { method: 'DELETE' }))
      if (!('refused' in answer)) await leave()
      return answer
    },
    changePassword: (currentPassword, newPassword) =>
      askWithAccount(context, async () => {
        const body = { currentPassword, newPassword, revokeOtherSessions: true }
        const answer = await server.ask('/api/auth/change-password', { method: 'POST', body })
        return isProblem(answer) ? answer : { done: true }
      }),
    async changeProfile(patch) {
      const answer = await askWithAccount(context, () =>
        server.ask<Profile>('/api/me', { method: 'PATCH', body: patch }),
      )
      if (!('refused' in answer)) await session().hub.commit({}, { profile: answer })
      return answer
    },
  }
}
