import { tagKey } from '../../domain/tag.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { spellTags } from '../queries.ts'

/** How a tag is spelled, by its key. */
export type Spelling = Map<string, string>

/** The person's own spelling first; for tags that are new here, the first that the file has. */
export async function learnSpelling(tx: Transaction, userId: string, names: string[], spelling: Spelling) {
  const unknown = new Map<string, string>()
  for (const name of names) {
    const key = tagKey(name)
    if (!spelling.has(key) && !unknown.has(key)) unknown.set(key, name)
  }
  for (const name of await spellTags(tx, userId, [...unknown.values()])) spelling.set(tagKey(name), name)
}

/** The tags that a file lists by themselves: some of them may be on no task. */
export async function learnTags(
  tx: Transaction,
  userId: string,
  names: string[],
  { insert }: { insert: boolean },
): Promise<Spelling> {
  const spelling: Spelling = new Map()
  await learnSpelling(tx, userId, names, spelling)
  if (insert && spelling.size)
    await tx`
      insert into tasks.tag (user_id, key, name)
      select ${userId}, key, name
      from unnest(${[...spelling.keys()]}::text[], ${[...spelling.values()]}::text[]) as t (key, name)
      on conflict do nothing`
  return spelling
}
