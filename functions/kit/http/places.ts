import { tooManyRequests } from '../core/problems.ts'
import { Refused, refuse } from '../core/refusal.ts'

export interface PlacesOptions {
  /** What runs there, for the refusal: "Too many imports run". */
  name: string
  /** How many run at once, and how many more may wait. */
  running: number
  waiting: number
  waitMs: number
  /** How many of them one person may have. */
  each: { running: number; waiting: number }
}

export type Leave = () => void

/** Heavy work has few places, so that connections, memory and threads remain for everybody's short requests. */
export interface Places {
  /** Waits for a place and returns how to leave it. Throws a refusal when the line is full, or the wait too long. */
  enter(person: string): Promise<Leave>
}

interface Waiting {
  person: string
  begin: () => void
}

export function places({ name, running: most, waiting, waitMs, each }: PlacesOptions): Places {
  const running: string[] = []
  const line: Waiting[] = []

  /** A person who already has their places does not hold up those behind them. */
  const mayRun = (person: string) => running.length < most && isBelow(each.running, running, person)

  function begin(person: string): Leave {
    running.push(person)
    let left = false
    return () => {
      if (left) return
      left = true
      running.splice(running.indexOf(person), 1)
      const next = line.find(one => mayRun(one.person))
      if (next) next.begin()
    }
  }

  function wait(person: string): Promise<Leave> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        line.splice(line.indexOf(one), 1)
        reject(full(name, waitMs))
      }, waitMs)
      const one: Waiting = {
        person,
        begin() {
          clearTimeout(timer)
          line.splice(line.indexOf(one), 1)
          resolve(begin(person))
        },
      }
      line.push(one)
    })
  }

  return {
    async enter(person) {
      if (mayRun(person)) return begin(person)
      const own = [...running, ...line.map(one => one.person)]
      if (line.length >= waiting || !isBelow(each.running + each.waiting, own, person)) throw full(name, waitMs)
      return wait(person)
    },
  }
}

/** Requests without a caller, such as a sign-in, are not of one person. */
const isBelow = (most: number, persons: string[], person: string): boolean =>
  person === '' || persons.filter(one => one === person).length < most

const full = (name: string, waitMs: number): Refused => {
  const seconds = Math.ceil(waitMs / 1000)
  const detail = `Too many ${name} run at the moment: try again in ${seconds} seconds.`
  return new Refused(refuse(tooManyRequests, { detail, headers: { 'retry-after': String(seconds) } }))
}

/** After this, a slow reader of a stream no longer keeps others from the place. */
const longestStreamMs = 60_000

/** Leaves the place when the stream has ended, failed, or lost its reader. */
export function leaveAfter(response: Response, leave: Leave): Response {
  const reader = response.body?.getReader()
  if (!reader) {
    leave()
    return response
  }
  const timer = setTimeout(leave, longestStreamMs).unref()
  const end = () => {
    clearTimeout(timer)
    leave()
  }
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) return controller.enqueue(value)
          end()
          controller.close()
        } catch (error) {
          end()
          throw error
        }
      },
      async cancel(reason) {
        end()
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, response)
}
