import { fold, wordsOf } from '../../domain/fold.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { tagLexeme } from '../task-row.ts'

/** For a word with a typing error, the similar words that the person may mean. */
type Corrections = ReadonlyMap<string, readonly string[]>

const searchWords = (q = ''): string[] => wordsOf(fold(q)).slice(0, 10)

/**
 * The search as a tsquery: every word as a prefix, and every tag. A prefix that none of the person's titles contains also
 * matches similar words, to forgive typing errors. `undefined`: the list has no search.
 */
export function searchQuery(
  { q, tag = [], tagMode }: { q?: string; tag?: string[]; tagMode: 'any' | 'all' },
  corrected: Corrections = new Map(),
): string | undefined {
  const words = searchWords(q)
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

/** The words of the person's titles that are similar to each word that is not the beginning of any of them. */
export async function findCorrections(sql: Sql, userId: string, { q }: { q?: string }): Promise<Corrections> {
  const candidates = searchWords(q).filter(word => word.length >= oneErrorFrom && word.length <= 40)
  const found = new Map<string, string[]>()
  if (!candidates.length) return found
  // The policy keeps a range that Postgres calculates from the index, so its end is a parameter.
  const ends = candidates.map(word => word + String.fromCodePoint(0x10ffff))
  const rows = await sql<{ given: string; meant: string }[]>`
    with caller as materialized (select set_config('app.user', ${userId}, true) as user_id),
    unknown as materialized (
      select given, case when length(given) >= ${twoErrorsFrom} then 2 else 1 end as most
      from caller, unnest(${candidates}::text[], ${ends}::text[]) as range (given, last),
        lateral (select count(*) as times from (
          select from tasks.word
          where user_id = ${userId} and word >= given collate "C" and word < last collate "C" and caller.user_id is not null
          limit 1) one) known
      where known.times = 0),
    near as materialized (
      select given, most, word, levenshtein_less_equal(word, given, 2) as errors from unknown, tasks.word
      where user_id = ${userId} and length(word) between length(given) - 2 and length(given) + 2
        and levenshtein_less_equal(word, given, 2) <= 2)
    select given, meant from unknown, lateral (
      select word as meant, errors from near
      where near.given = unknown.given
        and (errors <= near.most or (length(word) = length(near.given) and ${isSwap(sql)}))
      order by errors, word limit 5) meant`
  for (const { given, meant } of rows) found.set(given, [...(found.get(given) ?? []), meant])
  return found
}

/** Two swapped letters are one typing error, but two in Levenshtein's distance. */
const isSwap = (sql: Sql) => sql`
  (select string_agg(letter, '' order by letter) from regexp_split_to_table(word, '') letter)
    = (select string_agg(letter, '' order by letter) from regexp_split_to_table(near.given, '') letter)`
