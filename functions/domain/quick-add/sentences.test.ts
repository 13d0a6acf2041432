import { expect, test } from 'vitest'
import { sentences, typedAt } from '../testing/quick-add-sentences.ts'
import { parseQuickAdd } from './parse.ts'

const fewest = { en: 150, ur: 150, 'roman-urdu': 80 } as const

for (const language of ['en', 'ur', 'roman-urdu'] as const) {
  const table = sentences(language)

  test(`the table of ${language} has enough sentences, each only once`, () => {
    expect(table.length).toBeGreaterThanOrEqual(fewest[language])
    expect(new Set(table.map(({ text }) => text)).size).toBe(table.length)
  })

  test.each(table)(`${language}: $text`, ({ text, draft }) => {
    expect(parseQuickAdd({ text, locale: language === 'en' ? 'en' : 'ur', ...typedAt }).task).toEqual(draft)
  })
}
