import type { Refusal } from '../../model/refusal.ts'

/** A refusal by the device itself. */
export const refused = (code: Refusal['refused'], more: Partial<Refusal> = {}): Refusal => ({
  refused: code,
  detail: '',
  errors: [],
  ...more,
})

/** A refusal by the server, which names its request. */
export const answered = (code: Refusal['refused'], more: Partial<Refusal> = {}): Refusal =>
  refused(code, { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', ...more })
