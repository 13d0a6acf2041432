/** How the server's export ends, and where the conversations begin. No JSON string has a line break, so both are unique. */
const end = '\n]}\n'
const begin = '\n],"conversations":[\n'

/** The export of the tasks and the conversations as one file, one a line. Undefined: the file does not end as it should. */
export async function withConversations(file: Blob, conversations: readonly unknown[]): Promise<Blob | undefined> {
  if ((await file.slice(-end.length).text()) !== end) return undefined
  const lines = conversations.map(conversation => JSON.stringify(conversation)).join(',\n')
  return new Blob([file.slice(0, -end.length), begin, lines, end], { type: file.type })
}

/** The file as an import needs it: smaller, and without words that nobody reads. */
export function withoutConversations(text: string): string {
  const at = text.lastIndexOf(begin)
  return at < 0 ? text : text.slice(0, at) + end
}
