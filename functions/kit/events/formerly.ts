import type { EventType } from '../core/event-type.ts'
import type { Outgoing, Publisher } from './event.ts'

/** The event in each form in which it is published: as it is, and as it was before it moved. */
export function formsOf(event: Outgoing, types: readonly EventType[]): Outgoing[] {
  const former = types.find(({ type }) => type === event.type)?.formerly?.(event.data)
  return former ? [event, { ...event, ...former }] : [event]
}

/** Publishes events of these types in their former forms too. An event counts as published when all its forms are. */
export const inAllForms = (publisher: Publisher, types: readonly EventType[]): Publisher => ({
  ...publisher,
  publish: events => publisher.publish(events.flatMap(event => formsOf(event, types))),
})
