import { pathToFileURL } from 'node:url'

const threads = 2
/** A prompt has up to 800 tokens, an answer up to 2,000. */
const contextSize = 4_096

interface Wanted {
  prompt: string
  /** Each token that the model may write next fits this JSON Schema. */
  schema: unknown
  maxTokens: number
  temperature: number
  signal: AbortSignal
  onText: (text: string) => void
}

export interface Completed {
  finish: 'stop' | 'length'
  promptTokens: number
  answerTokens: number
}

export interface Llama {
  complete(wanted: Wanted): Promise<Completed>
  close(): Promise<void>
}

/** The part of node-llama-cpp that is used here. It is installed outside this repository, so its types are not there. */
interface Library {
  getLlama(options: object): Promise<{
    loadModel(options: object): Promise<{
      tokenize(text: string): unknown[]
      createContext(options: object): Promise<{ getSequence(): unknown }>
    }>
    createGrammarForJsonSchema(schema: unknown): Promise<unknown>
    dispose(): Promise<void>
  }>
  LlamaCompletion: new (options: {
    contextSequence: unknown
  }) => {
    generateCompletionWithMeta(prompt: string, options: object): Promise<{ metadata: { stopReason: string } }>
  }
}

export async function loadLlama(library: string, modelPath: string): Promise<Llama> {
  const { getLlama, LlamaCompletion } = (await import(pathToFileURL(library).href)) as Library
  const llama = await getLlama({ gpu: false, build: 'never', maxThreads: threads, logLevel: 'error' })
  const model = await llama.loadModel({ modelPath })
  const context = await model.createContext({ contextSize, threads })
  const completion = new LlamaCompletion({ contextSequence: context.getSequence() })

  async function complete({ prompt, schema, maxTokens, temperature, signal, onText }: Wanted): Promise<Completed> {
    signal.throwIfAborted()
    let answerTokens = 0
    const { metadata } = await completion.generateCompletionWithMeta(prompt, {
      grammar: await llama.createGrammarForJsonSchema(withOneOf(schema)),
      maxTokens,
      temperature,
      signal,
      onTextChunk: onText,
      onToken: (tokens: unknown[]) => {
        answerTokens += tokens.length
      },
    })
    const finish = metadata.stopReason === 'maxTokens' ? 'length' : 'stop'
    return { finish, promptTokens: model.tokenize(prompt).length, answerTokens }
  }

  let last: Promise<unknown> = Promise.resolve()
  return {
    /** One answer at a time: there is one context. */
    complete(wanted) {
      const completed = last.then(() => complete(wanted))
      last = completed.catch(() => {})
      return completed
    },
    close: () => llama.dispose(),
  }
}

/** The library ignores `anyOf` and takes `oneOf` for it. */
function withOneOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withOneOf)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name === 'anyOf' ? 'oneOf' : name, withOneOf(value)]),
  )
}
