import { problems } from '../../functions/domain/problem-codes.ts'
import { describe } from '../../functions/kit/define-function.ts'
import { loadFunctions } from '../../functions/kit/function-names.ts'
import { type DocumentHead, openApi } from '../../functions/kit/http/openapi.ts'

export const head: DocumentHead = {
  info: {
    title: 'Zerodue',
    version: '1.0.0',
    summary: 'Tasks, repeats and reminders that scale to zero',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  problems,
}

/** One document for the routes of all functions. */
export const openApiOfAll = async () => openApi(head, (await loadFunctions()).map(describe))
