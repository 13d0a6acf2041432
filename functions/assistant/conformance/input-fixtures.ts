import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type InputRequest,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server'

type Fields = Parameters<typeof inputRequired.elicit>[0]['requestedSchema']

const form = (message: string, properties: object, required: string[] = []): InputRequest =>
  inputRequired.elicit({ message, requestedSchema: { type: 'object', properties, required } as Fields })

const name = form('What is your name?', { name: { type: 'string' } }, ['name'])
const consent = form('Please confirm', { ok: { type: 'boolean' } }, ['ok'])
const color = form('What is your favorite color?', { color: { type: 'string' } }, ['color'])
const roots = inputRequired.listRoots()

const sampling = (text: string): InputRequest =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: { type: 'text', text } }], maxTokens: 100 })
const capital = sampling('What is the capital of France?')

const withDefaults = form('Please check the form', {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
})

const options = ['option1', 'option2', 'option3']
const titled = ['1', '2', '3'].map(n => ({ const: `value${n}`, title: `Choice ${n}` }))
const withEnums = form('Please choose', {
  untitledSingle: { type: 'string', enum: options },
  titledSingle: { type: 'string', oneOf: titled },
  legacyEnum: { type: 'string', enum: ['opt1', 'opt2'], enumNames: ['Option One', 'Option Two'] },
  untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
  titledMulti: { type: 'array', items: { anyOf: titled } },
})

type Tool = (context: ServerContext) => Promise<CallToolResult | InputRequiredResult>

/** A state is the number of rounds that the client has answered. It is good as long as this process. */
export const states = createRequestStateCodec<number>({ key: crypto.getRandomValues(new Uint8Array(32)) })

const answered = ({ mcpReq }: ServerContext, key: string): boolean =>
  inputResponse(mcpReq.inputResponses, key).kind !== 'missing'

const done = (text = 'done'): CallToolResult => ({ content: [{ type: 'text', text }] })

/** Asks for these inputs until the client has answered each of them. */
const asksFor =
  (inputRequests: Record<string, InputRequest>): Tool =>
  async context =>
    Object.keys(inputRequests).every(key => answered(context, key)) ? done() : inputRequired({ inputRequests })

/** Asks for the inputs of one round after the other. */
const asksInRounds =
  (...rounds: Record<string, InputRequest>[]): Tool =>
  async context => {
    const asked = context.mcpReq.requestState<number>() ?? 0
    const isAnswered = Object.keys(rounds[asked] ?? {}).every(key => answered(context, key))
    const next = isAnswered ? asked + 1 : asked
    const inputRequests = rounds[next]
    return inputRequests ? inputRequired({ inputRequests, requestState: await states.mint(next) }) : done('state-ok')
  }

const tools: Record<string, Tool> = {
  test_input_required_result_elicitation: asksFor({ user_name: name }),
  test_input_required_result_sampling: asksFor({ capital_question: capital }),
  test_input_required_result_list_roots: asksFor({ client_roots: roots }),
  test_input_required_result_request_state: asksInRounds({ confirm: consent }),
  test_input_required_result_tampered_state: asksInRounds({ confirm: consent }),
  test_input_required_result_multiple_inputs: asksInRounds({
    user_name: name,
    greeting: sampling('Generate a greeting'),
    client_roots: roots,
  }),
  test_input_required_result_multi_round: asksInRounds({ step1: name }, { step2: color }),
  async test_input_required_result_capabilities({ mcpReq }) {
    const envelope = mcpReq.envelope as { [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities } | undefined
    const { elicitation, sampling: samples } = envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? {}
    return inputRequired({
      inputRequests: { ...(elicitation && { user_name: name }), ...(samples && { capital_question: capital }) },
    })
  },
  test_missing_capability: asksFor({ capital_question: capital }),
  test_streaming_elicitation: asksFor({ user_name: name }),
  test_sampling: asksFor({ capital_question: capital }),
  test_elicitation: asksFor({ user_name: name }),
  test_elicitation_sep1034_defaults: asksFor({ form: withDefaults }),
  test_elicitation_sep1330_enums: asksFor({ form: withEnums }),
}

/** The tools and the prompt of the suite that ask the client for something. */
export function addInputFixtures(server: McpServer): void {
  for (const [tool, run] of Object.entries(tools))
    server.registerTool(tool, { description: 'Asks the client for input' }, run)

  server.registerPrompt(
    'test_input_required_result_prompt',
    { description: 'Asks the client for the context of a prompt' },
    async context =>
      answered(context, 'user_context')
        ? { messages: [{ role: 'user', content: { type: 'text', text: 'With context' } }] }
        : inputRequired({
            inputRequests: {
              user_context: form('What context should the prompt use?', { context: { type: 'string' } }, ['context']),
            },
          }),
  )
}
