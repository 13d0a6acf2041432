/** What the groups of routes are about, in the order in which the OpenAPI file shows them. */
const tags: Record<string, string> = {
  tasks: 'Tasks: create, find, change, complete, delete and restore them, one by one or many at once',
  tags: 'The tags of all tasks',
  recurrence: 'What a rule of repetition comes to, and what a line of text means, before anything is saved',
  transfer: 'Everything of a person, out and in again',
  calendar: 'A feed of tasks that calendar programs subscribe to',
  reminders: 'What is armed, what has fired and what was put off',
  channels: 'Where reminders arrive, and what became of them',
  notifications: 'What a person was told, and the links in mails',
  audit: 'What happened, as a chain that shows when something in it was changed',
  'dead letters': 'Events that nobody could handle; for operators',
  stream: 'What clients must see, as it happens and from where they left off',
  assistant: 'Talking to an assistant that works with the same tasks',
  me: 'The person who asks: their profile, their API tokens, the end of their account',
  auth: 'Signing up, in and out, and the tokens by which other functions know a person',
  operation: 'For platforms: whether a function lives, whether it can serve, and what it has done',
}

/** The groups that are used; one that is not described stands at the end, and the linter names it. */
export function describedTags(used: readonly string[]) {
  const names = new Set([...Object.keys(tags).filter(name => used.includes(name)), ...used])
  return [...names].map(name => ({ name, ...(tags[name] && { description: tags[name] }) }))
}
