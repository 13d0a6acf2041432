import type { ChatAnswer, ShownTask, Turn } from '../../model/chat.ts'

const at = '2026-11-24T18:20:00.000Z'
const answer = (turnId: string, more: Partial<ChatAnswer>): ChatAnswer => ({
  conversationId: 'c1',
  turnId,
  at,
  language: 'en',
  by: 'rules',
  text: '',
  calls: [],
  canUndo: false,
  ...more,
})
const turn = (id: string, said: string, more: Partial<ChatAnswer>, rest: Partial<Turn> = {}): Turn => ({
  id,
  at,
  said,
  state: 'done',
  undone: false,
  answer: answer(id, more),
  ...rest,
})

/** A conversation in three languages. */
export const earlierTurns = (tasks: ShownTask[]): Turn[] => [
  turn('h1', 'What should I do today?', {
    text: 'These are due.',
    calls: [{ tool: 'list_tasks', arguments: {}, outcome: 'done', tasks }],
  }),
  turn(
    'h2',
    'Move the first one to Friday',
    {
      text: 'I moved it to Friday.',
      calls: [{ tool: 'update_task', arguments: {}, outcome: 'done', tasks: tasks.slice(0, 1) }],
      canUndo: true,
    },
    { undone: true },
  ),
  turn('h3', 'kal ke kaam dikhao', { language: 'ur-Latn', text: 'Kal koi kaam nahin.', note: 'model-unavailable' }),
  turn('h4', 'امی کو فون والا کام کل کر دو', { language: 'ur', text: '«Call mum» کل پر کر دیا۔', note: 'model-limit' }),
]

export const interruptedTurns: Turn[] = [
  {
    id: 'i0',
    at,
    said: 'Complete the milk',
    state: 'interrupted',
    undone: false,
    answer: null,
    acts: [{ tool: 'complete_task', arguments: {}, outcome: 'done' }],
  },
  { id: 'i1', at, said: 'Move everything with the tag #work', state: 'interrupted', undone: false, answer: null },
  { id: 'i2', at, said: 'and the rest', state: 'working', undone: false, answer: null },
]
