import { tagKey } from '../../domain/tag.ts'
import type { Caller } from '../../kit/http/api.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { findSpelling } from '../queries.ts'

interface Writing {
  tx: Transaction
  caller: Caller
}

export type Spelling = ReturnType<typeof spellingOf>

/** The person's spelling of a tag wins. A new tag is spelled as the file spells it first. */
export function spellingOf({ tx, caller }: Writing) {
  const asked = new Set<string>()
  const spelled = new Map<string, string>()
  return {
    /** Asks for the tags that are not known yet. Call it before `spell`. */
    async learn(names: string[]): Promise<void> {
      const unknown = names.filter(name => !asked.has(tagKey(name)))
      for (const name of unknown) asked.add(tagKey(name))
      for (const [key, name] of await findSpelling(tx, caller.userId, unknown)) spelled.set(key, name)
    },
    spell(name: string): string {
      const key = tagKey(name)
      const known = spelled.get(key) ?? name
      spelled.set(key, known)
      return known
    },
    all: (): ReadonlyMap<string, string> => spelled,
  }
}

export async function insertTags({ tx, caller }: Writing, tags: ReadonlyMap<string, string>): Promise<void> {
  if (!tags.size) return
  const keys = [...tags.keys()].sort()
  await tx`
    insert into tasks.tag (user_id, key, name)
    select ${caller.userId}, key, name
    from unnest(${keys}::text[], ${keys.map(key => tags.get(key) ?? key)}::text[]) as t (key, name)
    on conflict do nothing`
}
