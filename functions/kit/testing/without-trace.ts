/** An answer without what names its request, to compare it with the answer to another request. */
export const withoutTrace = <T>(answer: T): T =>
  JSON.parse(JSON.stringify(answer, (key, value) => (['traceId', 'trace-id'].includes(key) ? undefined : value)))
