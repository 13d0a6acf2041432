import { fold, wordsOf } from '../../domain/fold.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { tagLexeme } from '../task-row.ts'

/**
 * What to look for, as a tsquery: every word as the beginning of a word, and every tag. A word that none of the person's
 * titles begins with also matches the words that it was probably meant to be. `undefined`: nothing to look for.
 */
export async function searchQuery(
  tx: Transaction,
  userId: string,
  { q = '', tag = [], tagMode }: { q?: string; tag?: string[]; tagMode: 'any' | 'all' },
): Promise<string | undefined> {
  const words = wordsOf(fold(q)).slice(0, 10)
  const corrected = await corrections(tx, userId, words)
  const wordQueries = words.map(word => either([`${quoted(word)}:*`, ...(corrected.get(word) ?? []).map(quoted)]))
  const tagQuery = tag.map(name => quoted(tagLexeme(name))).join(tagMode === 'all' ? ' & ' : ' | ')
  const parts = [...wordQueries, ...(tagQuery ? [`(${tagQuery})`] : [])]
  // A search for nothing but punctuation finds nothing: no task contains the empty word.
  if (q && !words.length) return quoted('#')
  return parts.length ? parts.join(' & ') : undefined
}

const either = (queries: string[]) => (queries.length > 1 ? `(${queries.join(' | ')})` : (queries[0] ?? ''))
const quoted = (lexeme: string) => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** For words of this length and more a typing error is forgiven, and from `twoErrorsFrom` on two. */
const oneErrorFrom = 4
const twoErrorsFrom = 8

async function corrections(tx: Transaction, userId: string, words: string[]): Promise<Map<string, string[]>> {
  const forgiven = words.filter(word => word.length >= oneErrorFrom && word.length <= 40)
  const found = new Map<string, string[]>()
  if (!forgiven.length) return found
  const rows = await tx<{ given: string; meant: string }[]>`
    with unknown as materialized (
      select given from unnest(${forgiven}::text[]) as given
      where not exists (
        select from tasks.word
        where user_id = ${userId} and word >= given collate "C" and word < (given || chr(1114111)) collate "C")),
    near as materialized (
      select given, word, levenshtein_less_equal(word, given, 2) as errors
      from unknown, tasks.word
      where user_id = ${userId} and length(word) between length(given) - 2 and length(given) + 2)
    select given, meant from unknown, lateral (
      select word as meant, errors from near
      where near.given = unknown.given and (errors <= case when length(given) >= ${twoErrorsFrom} then 2 else 1 end
        or (errors = 2 and length(word) = length(given) and ${swapped(tx)}))
      order by errors, word limit 5) meant`
  for (const { given, meant } of rows) found.set(given, [...(found.get(given) ?? []), meant])
  return found
}

/** Two neighbouring letters in the wrong order are one error of the hand, though two of Levenshtein's. */
const swapped = (tx: Transaction) => tx`
  (select string_agg(letter, '' order by letter) from regexp_split_to_table(word, '') letter)
    = (select string_agg(letter, '' order by letter) from regexp_split_to_table(given, '') letter)`
