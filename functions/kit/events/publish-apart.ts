import { BrokerAway, type OutboxEvent, Unpublishable } from './event.ts'

interface Outcome {
  accepted: number
  /** The events that failed although the broker accepted others, or that it will never accept. */
  failed: { event: OutboxEvent; error: unknown }[]
}

type Publish = (events: OutboxEvent[]) => Promise<void>

/** After this many failures in a topic where nothing was accepted, the topic is at fault and not its events. */
const topicFails = 3

/**
 * Publishes as many of the events as the broker accepts: all at once, and if that fails in halves, quarters and so on, each
 * topic for itself, so that one event that fails does not fail its neighbours. Rejects if the broker is away.
 */
export async function publishApart(events: OutboxEvent[], publish: Publish): Promise<Outcome> {
  const error = await failureOf(events, publish)
  if (error === undefined) return { accepted: events.length, failed: [] }
  const outcomes: Outcome[] = []
  for (const group of Map.groupBy(events, ({ topic }) => topic).values())
    outcomes.push(await publishTopic(group, publish, group.length === events.length ? error : undefined))
  const accepted = outcomes.reduce((sum, outcome) => sum + outcome.accepted, 0)
  const failed = outcomes.flatMap(outcome => outcome.failed)
  if (!accepted && !failed.length) throw error
  return { accepted, failed }
}

/** `error` is the failure of the whole group, where that is known already. */
async function publishTopic(events: OutboxEvent[], publish: Publish, error: unknown): Promise<Outcome> {
  const failed: Outcome['failed'] = []
  /** The later events of a person wait behind one that failed, so that their order stays. */
  const waiting = new Set<string>()
  let accepted = 0

  async function split(group: OutboxEvent[], known?: unknown): Promise<void> {
    if (!accepted && failed.length >= topicFails) return
    const own = group.filter(({ userId }) => !waiting.has(userId))
    const [event] = own
    if (!event) return
    const error = known ?? (await failureOf(own, publish))
    if (error === undefined) {
      accepted += own.length
    } else if (own.length === 1) {
      failed.push({ event, error })
      waiting.add(event.userId)
    } else {
      const half = own.length / 2
      await split(own.slice(0, half))
      await split(own.slice(half))
    }
  }

  await split(events, error)
  return { accepted, failed: accepted ? failed : failed.filter(one => one.error instanceof Unpublishable) }
}

async function failureOf(events: OutboxEvent[], publish: Publish): Promise<unknown> {
  try {
    await publish(events)
    return undefined
  } catch (error) {
    if (error instanceof BrokerAway) throw error
    return error ?? new Error('The broker gave no reason.')
  }
}
