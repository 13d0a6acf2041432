import type { Context } from 'hono'
import { batchEvent } from '../core/batch-event.ts'
import { Refused } from '../core/refusal.ts'
import type { Log } from '../log.ts'
import { unpacked } from './batch.ts'
import type { Handle, Handler, ReceivedEvent, Take } from './handler.ts'
import type { Deliverer } from './may-deliver.ts'
import { isUnavailable } from './patience.ts'
import type { IncomingEvent } from './read-event.ts'

export interface HandleOptions<TContext> {
  take: Take<TContext>
  log: Log
  /** Reads the event in place of `readEvent`. A batch then stays one event. */
  read?: ((c: Context) => Promise<IncomingEvent>) | undefined
  /** Which types are handled, for a handler of every type. */
  takes?: ((type: string) => boolean) | undefined
  /** Called when an event fails because of a bug. Answers whether it is set aside, so that the next events go on. */
  setAside?: ((event: ReceivedEvent, error: unknown) => Promise<boolean>) | undefined
}

/** Handles an event or a batch that was admitted. */
export async function handleEvent<TContext>(
  arrived: IncomingEvent & Deliverer,
  options: HandleOptions<TContext>,
  handlers: readonly Handler<TContext>[],
): Promise<string> {
  const { events, handlerOf, malformed } = readAll(arrived, options, handlers)
  const inRuns = async (fresh: readonly ReceivedEvent[], context: TContext) => {
    for (const run of runsOf(fresh, handlerOf)) await handlerOf(run[0])?.handle(run as ReceivedEvent<never>[], context)
  }
  const outcome = events.length ? await takeAll(events, inRuns, options) : 'ignored'
  // The events beside a malformed one are handled; the batch becomes a dead letter that names it.
  if (malformed) throw malformed
  return outcome
}

/** The events of a delivery that a handler wants. Of a batch, one malformed event does not fail the others. */
function readAll<TContext>(
  arrived: IncomingEvent & Deliverer,
  options: HandleOptions<TContext>,
  handlers: readonly Handler<TContext>[],
) {
  const isBatch = arrived.type === batchEvent.type && !options.read
  const { caller } = arrived
  const all = isBatch ? unpacked(arrived).map(event => ({ ...event, ...(caller && { caller }) })) : [arrived]
  const events: ReceivedEvent[] = []
  let malformed: unknown
  const find = (name: string) => handlerFor(name, options, handlers)
  for (const event of all) {
    const handler = find(event.type)
    if (!handler) continue
    try {
      events.push(handler.read(event))
    } catch (error) {
      malformed ??= error
    }
  }
  return { events, handlerOf: (event: ReceivedEvent | undefined) => event && find(event.type), malformed }
}

/** Events in a row that have the same handler. */
function runsOf<TKey>(events: readonly ReceivedEvent[], keyOf: (event: ReceivedEvent) => TKey): ReceivedEvent[][] {
  const runs: ReceivedEvent[][] = []
  for (const event of events) {
    const last = runs.at(-1)
    if (last?.[0] && keyOf(last[0]) === keyOf(event)) last.push(event)
    else runs.push([event])
  }
  return runs
}

/** Takes the events together. If one of them fails that, it takes each alone, so that only the one that fails does. */
async function takeAll<TContext>(
  events: readonly ReceivedEvent[],
  handle: Handle<readonly ReceivedEvent[], TContext>,
  options: HandleOptions<TContext>,
): Promise<string> {
  try {
    return await options.take(events, handle)
  } catch (error) {
    if (isUnavailable(error)) throw error
    const [only] = events
    if (only && events.length === 1) {
      // A caller with a token sees the failure, and no other event waits behind theirs.
      const isBug = !(error instanceof Refused) && !only.caller
      if (!isBug || !(await options.setAside?.(only, error))) throw error
      options.log.error({ err: error, event: only.id, type: only.type, outcome: 'set aside' })
      return 'set aside'
    }
  }
  const outcomes: string[] = []
  let failed: unknown
  for (const event of events) {
    try {
      outcomes.push(await takeAll([event], handle, options))
    } catch (error) {
      failed ??= error
    }
  }
  if (failed) throw failed
  return outcomes.includes('set aside') ? 'set aside' : 'handled'
}

/** The handler of a type, if the function wants events of that type. */
export const handlerFor = <TContext>(
  name: string,
  { takes }: HandleOptions<TContext>,
  handlers: readonly Handler<TContext>[],
) =>
  takes?.(name) === false ? undefined : handlers.find(({ types }) => types?.some(({ type }) => type === name) ?? true)
