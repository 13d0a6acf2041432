import { useEffect, useRef, useState } from 'preact/hooks'
import type { Programs } from '../../model/client.ts'
import { exitTo } from '../../model/programs.ts'
import { isRefused, type Refusal } from '../../model/refusal.ts'
import type { AccessRequest, Token } from '../../model/server.ts'
import { useClient } from '../client-context.ts'

export type Decision = Parameters<Programs['access']['decide']>[1]

export type AccessState =
  | { at: 'asking' }
  | { at: 'signed-out' }
  | { at: 'refused'; refusal: Refusal }
  | { at: 'asked'; request: AccessRequest & { email: string } }
  /** `none`: the server found a fault that it reports to the program. */
  | { at: 'over'; outcome: Decision | 'none'; exit: string }
  | { at: 'unsafe' }

/** The request of a program for access: reads it, sends the person's decision, and leaves for the program. */
export function useAccessRequest(query: string) {
  const { access, account } = useClient()
  const accountId = account.value?.id
  const [state, setState] = useState<AccessState>({ at: 'asking' })
  const [wrong, setWrong] = useState<Refusal>()
  const [isSending, setSending] = useState(false)
  /** Unlike the state it changes at once: a double click sends once. */
  const sends = useRef(false)
  /** An older answer must not replace a newer state. */
  const asked = useRef(0)

  const leave = (outcome: Decision | 'none', address: string) => {
    const exit = exitTo(address)
    if (!exit) return setState({ at: 'unsafe' })
    setState({ at: 'over', outcome, exit })
    location.assign(exit)
  }

  const ask = async () => {
    asked.current += 1
    const mine = asked.current
    setWrong(undefined)
    setState({ at: 'asking' })
    const answer = await access.ask(query)
    if (mine !== asked.current) return
    if (!isRefused(answer)) {
      if ('redirectTo' in answer) leave('none', answer.redirectTo)
      else setState({ at: 'asked', request: answer })
    } else setState(isSignedOut(answer) ? { at: 'signed-out' } : { at: 'refused', refusal: answer })
  }

  const decide = async (decision: Decision, scopes: Token['scopes']) => {
    if (sends.current) return
    sends.current = true
    setSending(true)
    setWrong(undefined)
    const answer = await access.decide(query, decision, scopes)
    sends.current = false
    setSending(false)
    if (!isRefused(answer)) leave(decision, answer.redirectTo)
    else if (isSignedOut(answer)) setState({ at: 'signed-out' })
    else if (answer.refused === 'invalid-client') setState({ at: 'refused', refusal: answer })
    else setWrong(answer)
  }

  useEffect(() => {
    if (accountId) void ask()
    else {
      asked.current += 1
      setState({ at: 'signed-out' })
    }
  }, [accountId])

  return { state, wrong, isSending, ask, decide }
}

const isSignedOut = ({ refused }: Refusal) => ['not-signed-in', 'invalid-token', 'no-account'].includes(refused)
