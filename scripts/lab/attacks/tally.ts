/** The answers to the requests of an attack. */
export interface Tally {
  /** How many answers had each status; `broken` is a request without an answer. */
  counts: Map<string, number>
  bytes: number
  largest: number
}

export const newTally = (): Tally => ({ counts: new Map(), bytes: 0, largest: 0 })

export function count(tally: Tally, outcome: string, bytes = 0): void {
  tally.counts.set(outcome, (tally.counts.get(outcome) ?? 0) + 1)
  tally.bytes += bytes
  tally.largest = Math.max(tally.largest, bytes)
}

export interface Attempt {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** Where an attack sends its requests. */
export interface Target {
  address: string
  tally: Tally
  /** Ends the attack: requests in flight break off. */
  over: AbortSignal
}

/** Sends one request of an attack and counts its answer. Returns the status, 0 without an answer. */
export async function send({ address, tally, over }: Target, attempt: Attempt): Promise<number> {
  const { method = 'POST', path, headers = {}, body } = attempt
  try {
    const response = await fetch(address + path, { method, headers, signal: over, ...(body !== undefined && { body }) })
    const answer = await response.arrayBuffer()
    count(tally, String(response.status), answer.byteLength)
    return response.status
  } catch {
    count(tally, over.aborted ? 'broken off' : 'broken')
    return 0
  }
}
