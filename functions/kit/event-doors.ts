import type { Hono } from 'hono'
import { notHandled } from './core/problems.ts'
import { Refused, refuse } from './core/refusal.ts'
import type { AnyFunction } from './define-function.ts'
import { handleEvent } from './events/handle-event.ts'
import { type Handler, onAny, type ReceivedEvent, type Take } from './events/handler.ts'
import { type Admit, anyOf, byCaller } from './events/may-deliver.ts'
import { measureDeliveries } from './events/measure-deliveries.ts'
import { type Patience, untilItHeals } from './events/patience.ts'
import type { IncomingEvent } from './events/read-event.ts'
import { type ReceiveOptions, receive } from './events/receive.ts'
import type { SetAsideTable } from './events/set-aside.ts'
import type { Identify } from './http/api.ts'
import type { Log } from './log.ts'
import { inSpan } from './telemetry/span.ts'

interface DoorOptions {
  definition: AnyFunction
  deps: object
  admit: Admit
  identify: Identify
  /** Takes the events of the main door once. */
  take: Take<object>
  setAside: SetAsideTable | undefined
  sweep: (() => Promise<unknown>) | undefined
  patience: Patience
  /** Ends the waits for what is away. */
  stopping: AbortSignal
  now: () => Date
  log: Log
}

/** The doors for events of a function. */
export interface EventDoors {
  addTo(app: Hono): void
  /** Handles an event of this door that was set aside. */
  handleAgain(door: string, event: IncomingEvent): Promise<unknown>
}

export function eventDoors(options: DoorOptions): EventDoors {
  const { definition, deps, admit, identify, take, setAside, sweep, patience, stopping, now, log } = options
  const { on, doors = [], admitsCallers } = definition
  const all = new Map<string, { options: ReceiveOptions<object>; handlers: readonly Handler<object>[] }>()

  /** Without a table, the event becomes a dead letter at once: a stateless handler that failed would fail again. */
  const setAsideAt = (path: string) => async (event: ReceivedEvent, error: unknown) => {
    if (setAside) return setAside.notHandled(path, event, error)
    throw new Refused(refuse(notHandled))
  }

  const wait = (handle: () => Promise<string>) => untilItHeals(handle, patience, stopping)
  const shared = { wait, ...measureDeliveries(definition.name, now), log }

  if (on) {
    const admitAll = admitsCallers ? anyOf(admit, byCaller(identify)) : admit
    all.set('/', { options: { admit: admitAll, take, sweep, setAside: setAsideAt('/'), ...shared }, handlers: on })
  }
  for (const { path, take: takeOwn, ...door } of doors) {
    const takeWith = (events: readonly ReceivedEvent[]) => takeOwn(deps, events)
    const own = {
      admit,
      take: takeWith,
      setAside: setAsideAt(path),
      ...shared,
      ...door,
      ...(path === '/' && { sweep }),
    }
    all.set(path, { options: own, handlers: [onAny(async () => {})] })
  }

  return {
    addTo(app) {
      for (const [path, door] of all) app.post(path, receive(door.options, door.handlers))
    },
    async handleAgain(path, event) {
      const door = all.get(path)
      if (!door) throw new Error(`There is no door ${path} any more`)
      const { setAside: _, ...rest } = door.options
      // An operator mended the cause long after the event: the trace of the replay is linked to that of the event.
      return inSpan({ name: `handle again ${event.type}`, after: event.traceparent }, () =>
        handleEvent(event, rest, door.handlers),
      )
    },
  }
}
