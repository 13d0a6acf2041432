import { useEffect, useState } from 'preact/hooks'
import type { Client } from '../../model/client.ts'
import { useClient } from '../client-context.ts'
import { type Conversation, createConversation } from './conversation.ts'

/** The open conversation of each account, while the page lives. */
const known = new WeakMap<Client, { account: string; conversation: Promise<Conversation> }>()

function conversationOf(client: Client, account: string): Promise<Conversation> {
  const open = known.get(client)
  if (open?.account === account) return open.conversation
  const conversation = client.chat().then(createConversation)
  known.set(client, { account, conversation })
  return conversation
}

/** The conversation of this account; undefined for a moment, until its code is here. */
export function useConversation(account: string): Conversation | undefined {
  const client = useClient()
  const [conversation, setConversation] = useState<Conversation>()
  useEffect(() => {
    let isCurrent = true
    void conversationOf(client, account).then(one => isCurrent && setConversation(one))
    return () => {
      isCurrent = false
    }
  }, [account])
  return conversation
}
