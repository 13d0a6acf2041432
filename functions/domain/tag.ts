import * as v from 'valibot'
import { list, text } from '../kit/core/schema.ts'
import { fold } from './fold.ts'
import { MAX_TAG_NAME, MAX_TAGS } from './limits.ts'

/** The name of a tag without the #. */
export const TagName = text(
  1,
  MAX_TAG_NAME,
  /^[^\u0000-\u0020\u007f-\u00a0\u2028\u2029#,](?:[^\u0000-\u001f\u007f-\u009f\u2028\u2029#,]*[^\u0000-\u0020\u007f-\u00a0\u2028\u2029#,])?$/,
  'must not contain #, commas or line breaks, nor begin or end with a space',
)

/** Names that differ only in case or Unicode form are one tag, and the first spelling stays. */
export const Tags = v.pipe(
  list(TagName, { max: MAX_TAGS }),
  v.transform(names => [...new Map(names.map(name => [tagKey(name), name] as const).reverse()).values()].reverse()),
)

export const tagKey = (name: string): string => name.normalize('NFKC').toLowerCase()

/** The words of a tag as the search compares them. */
export const tagWords = (name: string): string => fold(name)
