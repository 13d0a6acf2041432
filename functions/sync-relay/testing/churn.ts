import type { Outgoing } from '../../kit/events/event.ts'
import { Reader } from './reader.ts'

interface ChurnOptions {
  addresses: string[]
  users: string[]
  /** Devices of each user. */
  devices: number
  /** How often they connect and leave, in total. */
  cycles: number
  token: (userId: string) => Promise<string>
  event: (userId: string) => Outgoing
  deliver: (address: string, event: Outgoing) => Promise<number>
  /** How many events are sent at the same time. */
  senders: number
  random: () => number
  /** Makes trouble until the signal aborts. */
  trouble: (over: AbortSignal) => Promise<void>
}

interface ChurnResult {
  cycles: number
  updates: number
  missed: number
  repeated: number
  disordered: number
}

const longestStayMs = 150

/**
 * Devices connect to a random relay for a moment and disconnect, while events arrive at random relays. In the end each
 * device must have seen every number from 1 to the last, once and in order.
 */
export async function churn(options: ChurnOptions): Promise<ChurnResult> {
  const { users, devices, cycles, random, trouble } = options
  const over = new AbortController()
  const sending = send(options, over.signal)
  const troubling = trouble(over.signal)
  const each = Math.ceil(cycles / (users.length * devices))
  const all = users.flatMap(user => Array.from({ length: devices }, () => new Device(user, options)))
  await Promise.all(
    all.map(async device => {
      for (let cycle = 0; cycle < each; cycle++) await device.visit(random() * longestStayMs)
    }),
  )
  over.abort()
  const [sent] = await Promise.all([sending, troubling])
  const result = { cycles: each * all.length, updates: 0, missed: 0, repeated: 0, disordered: 0 }
  for (const device of all) {
    const last = sent.get(device.user) ?? 0
    await device.catchUp(last)
    const seen = new Set(device.seen)
    result.updates += device.seen.length
    result.repeated += device.seen.length - seen.size
    for (let number = 1; number <= last; number++) if (!seen.has(number)) result.missed++
    result.disordered += device.seen.filter((number, i) => number <= (device.seen[i - 1] ?? 0)).length
  }
  return result
}

/** One device of a person, with the numbers that a client would have applied. */
class Device {
  readonly user: string
  readonly seen: number[] = []
  readonly #options: ChurnOptions
  /** A new person has no updates yet. */
  #last = 0

  constructor(user: string, options: ChurnOptions) {
    this.user = user
    this.#options = options
  }

  /** A relay that is away is like a connection that breaks. */
  async visit(stayMs: number): Promise<void> {
    const reader = await this.#open().catch(() => undefined)
    await new Promise(later => setTimeout(later, stayMs))
    if (reader) await this.#leave(reader)
  }

  async catchUp(last: number): Promise<void> {
    while (this.#last < last) {
      const reader = await this.#open().catch(() => undefined)
      await reader?.until(({ updates }) => (updates.at(-1)?.number ?? this.#last) >= last).catch(() => {})
      if (reader) await this.#leave(reader)
    }
  }

  async #open(): Promise<Reader> {
    const { addresses, random, token } = this.#options
    const address = addresses[Math.floor(random() * addresses.length)] ?? ''
    return Reader.open(address, await token(this.user), this.#last)
  }

  async #leave(reader: Reader): Promise<void> {
    await reader.leave()
    if (reader.events.some(({ event }) => event === 'reload')) throw new Error('There was nothing to reload.')
    this.seen.push(...reader.numbers)
    this.#last = reader.last ?? this.#last
  }
}

/** Delivers each event to a random relay until one accepts it, sometimes once more. Answers the last number of each user. */
async function send(
  { addresses, users, event, deliver, senders, random }: ChurnOptions,
  over: AbortSignal,
): Promise<Map<string, number>> {
  const sent = new Map<string, number>()
  const any = () => addresses[Math.floor(random() * addresses.length)] ?? ''
  async function one(): Promise<void> {
    while (!over.aborted) {
      const user = users[Math.floor(random() * users.length)] ?? ''
      const next = event(user)
      while ((await deliver(any(), next).catch(() => 0)) !== 204) await new Promise(later => setTimeout(later, 20))
      sent.set(user, (sent.get(user) ?? 0) + 1)
      if (random() < 0.05) await deliver(any(), next).catch(() => 0)
    }
  }
  await Promise.all(Array.from({ length: senders }, one))
  return sent
}
