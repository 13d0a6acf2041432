import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export interface Child<TReady> {
  ready: TReady
  pid: number
  /** Sends a question by name and waits for the answer. */
  ask<T>(name: string, input?: unknown): Promise<T>
  stop(): Promise<void>
}

/** A process for one side of a comparison, so that its work does not share a thread with the measurement. */
export async function startChild<TReady>(
  script: string,
  input: object = {},
  nodeOptions: string[] = [],
): Promise<Child<TReady>> {
  const file = path.join(import.meta.dirname, '..', 'children', `${script}.ts`)
  const child = fork(file, [JSON.stringify(input)], {
    execArgv: ['--disable-warning=ExperimentalWarning', ...nodeOptions],
  })
  const ready = (await answerOf(child)) as TReady
  return {
    ready,
    pid: child.pid ?? 0,
    async ask(name, input) {
      child.send({ name, input })
      return (await answerOf(child)) as never
    },
    async stop() {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const ended = new AbortController()
  const [answer] = await Promise.race([
    once(child, 'message', { signal: ended.signal }),
    once(child, 'exit', { signal: ended.signal }).then(([code]) => {
      throw new Error(`The child process ended with ${code}.`)
    }),
  ]).finally(() => ended.abort())
  return answer
}

/** In the child: the input from the parent. */
export const input = <T>(): T => JSON.parse(process.argv[2] ?? '{}')

/** In the child: reports that it is ready, answers questions, and ends with the parent. */
export function answerParent(ready: object, answers: Record<string, (input: never) => unknown> = {}): void {
  process.on('message', async ({ name, input }: { name: string; input: never }) => {
    process.send?.((await answers[name]?.(input)) ?? null)
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.(ready)
}
