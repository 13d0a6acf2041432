import { expect, test } from 'vitest'
import { sentences } from '../testing/quick-add-sentences.ts'
import { firstLetters } from './first-letters.ts'
import { fold } from './fold.ts'
import { matchAt } from './pattern.ts'
import { patterns } from './scan.ts'

test.each([
  ['abc', 'a'],
  ['(?:on |by )?friday', 'bfo'],
  ['(?<by>due |)(?:the )?x', 'dtx'],
  ['(?!24/7)\\d\\d?', '0123456789'],
  ['[,;]?@? ?!', '!@'],
  ['(?:a|(?:b|c)?d)+e', 'abcd'],
  ['x{0,2}[0-3]?z', '0123xz'],
])('firstLetters finds the letters that can start a match of %s', (source, expected) => {
  expect(
    [...firstLetters(source)]
      .filter(letter => letter.trim() && !',;'.includes(letter))
      .sort()
      .join(''),
  ).toBe(expected)
})

test('no pattern matches a word whose first letter it does not list', () => {
  const missed: string[] = []
  const context = { today: '2026-11-18', weekStart: 1, monthFirst: false }
  for (const { text } of (['en', 'ur', 'roman-urdu'] as const).flatMap(sentences)) {
    const folded = fold(text).text
    const starts = [...folded.matchAll(/(?<![^ ])[^ ]/g)].map(match => match.index)
    for (const at of starts)
      for (const pattern of patterns.filter(({ firstLetters }) => !firstLetters.has(folded.charAt(at))))
        if (matchAt(folded, at, pattern, context)) missed.push(`${folded.slice(at)} by ${pattern.regexp(folded)}`)
  }
  expect(missed).toEqual([])
})
