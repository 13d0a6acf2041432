import '../account/account-screen.css'
import './consent.css'
import { lazy } from '../parts/lazy.tsx'
import { route } from '../route.ts'
import { words } from '../words/current.ts'
import { AccessQuestion } from './access-question.tsx'
import { Failure } from './failure.tsx'
import { Message } from './message.tsx'
import { useAccessRequest } from './use-access-request.ts'

const AccountScreen = lazy(async () => (await import('../account/account-screen.tsx')).AccountScreen)

/** A program asks for access to the tasks of the person, who allows it or not. Without a session the person signs in first. */
export function ConsentScreen() {
  const { state, wrong, isSending, ask, decide } = useAccessRequest(location.search.slice(1))
  const { programs, account } = words.value
  const { consent } = programs
  switch (state.at) {
    case 'signed-out':
      return (
        <AccountScreen
          kind={route.value.at === 'sign-up' ? 'sign-up' : 'sign-in'}
          why={consent.signIn}
          onEntered={() => {
            history.replaceState(null, '', `${location.pathname}${location.search}`)
            void ask()
          }}
        />
      )
    case 'asking':
      return (
        <p class="consent-wait" role="status">
          {account.busy}
        </p>
      )
    case 'asked':
      return <AccessQuestion request={state.request} wrong={wrong} isSending={isSending} onDecide={decide} />
    case 'over':
      return (
        <Message
          key={state.outcome}
          title={consent.outcome[state.outcome]}
          action={consent.open}
          onAct={() => location.assign(state.exit)}
        >
          {state.outcome === 'none' && `${consent.incomplete} `}
          {consent.leaving}
        </Message>
      )
    default:
      return <Failure refusal={state.at === 'refused' ? state.refusal : undefined} onAgain={() => void ask()} />
  }
}
