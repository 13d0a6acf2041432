import { expect, test } from 'vitest'
import { quoteIn } from './quote-in.ts'

test.each<[string, string, string]>([
  ['Move milk to Friday', 'milk', 'milk'],
  ['Move Milk to Friday', 'MILK  to', 'Milk to'],
  ['call Zoë’s café', 'zoes cafe', ''],
  ['call Zoë’s café', 'zoe s cafe', 'Zoë’s café'],
  ['add eggs, milk #home !!', '#home !!', '#home !!'],
  ['add eggs, milk #home', 'home', 'home'],
  ['add home', '#home', 'home'],
  ['buy milk p1', 'milk !p1', 'milk p1'],
  ['buy milk, eggs', 'milk!', 'milk'],
  ['party 🎉', '🎉', '🎉'],
  ['party', '🎉', ''],
  ['party', ' ! ', ''],
  ['milk', '', ''],
  ['start the car', 'art', ''],
  ['start the car', 'tart', ''],
  ['milk and eggs', 'milk eggs', ''],
  ['eggs and milk', 'milk and eggs', ''],
  ['دودھ لانا ہے', 'لانا هے', 'لانا ہے'],
  ['كل آنا', 'کل آنا', 'كل آنا'],
  ['می‌روم کل', 'میروم', 'می‌روم'],
  ['کل 5 بجے', 'کل ۵ بجے', 'کل 5 بجے'],
  ['کل ۵ بجے', 'کل 5', 'کل ۵'],
  ['delete \u202eit', 'delete it', 'delete \u202eit'],
  ['delete it', 'dele\u200bte it', ''],
  ['at 5:30 pm', '5:30', '5:30'],
  ['at 5:30 pm', '5.30', '5:30'],
  ['milk milk milk eggs', 'milk milk eggs', 'milk milk eggs'],
])('in «%s» the quote «%s» is «%s»', (said, quote, own) => {
  expect(quoteIn(said, quote) ?? '').toBe(own)
})

test('the longest message with the longest quote takes no noticeable time', () => {
  const startedAt = performance.now()
  expect(quoteIn('a '.repeat(2_000), `${'a '.repeat(1_999)}b`)).toBeUndefined()
  expect(performance.now() - startedAt).toBeLessThan(1_000)
})
