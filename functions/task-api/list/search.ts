import { fold, wordsOf } from '../../domain/fold.ts'
import type { Transaction } from '../../kit/postgres/connect.ts'
import { tagLexeme } from '../task-row.ts'

/**
 * The search as a tsquery: every word as a prefix, and every tag. A prefix that none of the person's titles contains also
 * matches similar words, to forgive typing errors. `undefined`: the list has no search.
 */
export async function searchQuery(
  tx: Transaction,
  userId: string,
  { q = '', tag = [], tagMode }: { q?: string; tag?: string[]; tagMode: 'any' | 'all' },
): Promise<string | undefined> {
  const words = wordsOf(fold(q)).slice(0, 10)
  const corrected = await corrections(tx, userId, words)
  const wordQueries = words.map(word => either([`${quote(word)}:*`, ...(corrected.get(word) ?? []).map(quote)]))
  const tagQuery = tag.map(name => quote(tagLexeme(name))).join(tagMode === 'all' ? ' & ' : ' | ')
  const parts = [...wordQueries, ...(tagQuery ? [`(${tagQuery})`] : [])]
  // A search for punctuation alone finds nothing: no task contains the empty word.
  if (q && !words.length) return quote('#')
  return parts.length ? parts.join(' & ') : undefined
}

const either = (queries: string[]) => (queries.length > 1 ? `(${queries.join(' | ')})` : (queries[0] ?? ''))
const quote = (lexeme: string) => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

/** A word of this length may have one typing error, and from `twoErrorsFrom` on two. */
const oneErrorFrom = 4
const twoErrorsFrom = 8

async function corrections(tx: Transaction, userId: string, words: string[]): Promise<Map<string, string[]>> {
  const candidates = words.filter(word => word.length >= oneErrorFrom && word.length <= 40)
  const found = new Map<string, string[]>()
  if (!candidates.length) return found
  const rows = await tx<{ given: string; meant: string }[]>`
    with unknown as materialized (
      select given from unnest(${candidates}::text[]) as given
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
        or (errors = 2 and length(word) = length(given) and ${isSwap(tx)}))
      order by errors, word limit 5) meant`
  for (const { given, meant } of rows) found.set(given, [...(found.get(given) ?? []), meant])
  return found
}

/** Two swapped letters are one typing error, but two in Levenshtein's distance. */
const isSwap = (tx: Transaction) => tx`
  (select string_agg(letter, '' order by letter) from regexp_split_to_table(word, '') letter)
    = (select string_agg(letter, '' order by letter) from regexp_split_to_table(given, '') letter)`
