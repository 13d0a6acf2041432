import type { Task } from '../../functions/domain/task.ts'
import { isProblem, type Server, Unreachable } from './server.ts'

const timeoutMs = 5 * 60_000

/**
 * All tasks of the account, as they arrive: deleted ones too. The file has one task a line. Throws `Unreachable` with the
 * status when the server refuses, and without one when the file ends early.
 */
export async function* readExport(server: Server, signal: AbortSignal): AsyncGenerator<Task[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  try {
    const answer = await server.open('/api/export?format=json', { signal: limit })
    if (isProblem(answer)) throw new Unreachable(answer.refused, { status: answer.status })
    if (answer.body) yield* tasksIn(answer.body)
  } catch (error) {
    if (error instanceof Unreachable || signal.aborted) throw error
    throw new Unreachable('the export ended early')
  }
}

async function* tasksIn(body: ReadableStream<Uint8Array>): AsyncGenerator<Task[]> {
  const text = body.pipeThrough(new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>)
  let rest = ''
  let isWhole = false
  for await (const piece of text as unknown as AsyncIterable<string>) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    isWhole ||= lines.at(-1) === ']}'
    yield lines.flatMap(taskIn)
  }
  if (!isWhole) throw new Unreachable('the export ended early')
}

/** The first line begins the file, and the last one ends it. */
const taskIn = (line: string): Task[] =>
  !line || line.startsWith('{"format":') || line === ']}' ? [] : [JSON.parse(line.replace(/,$/, ''))]
