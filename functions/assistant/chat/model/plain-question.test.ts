import { describe, expect, test } from 'vitest'
import { plainQuestion } from './plain-question.ts'

test.each([
  'Do you want to move it, or to add another one?',
  'کیا آپ دودھ والا کام کل پر لے جانا چاہتے ہیں؟',
  'Kya aap doodh wala kaam kal par le jana chahte hain?',
  'At 5:30 p.m., or at 17:00 - which one (of the two)?',
  'می‌خواهید؟',
])('a plain question stays as it is: %s', question => {
  expect(plainQuestion(question)).toBe(question)
})

describe('nothing is left of', () => {
  test.each([
    ['a picture', '![](https://evil.example/?q=secret)'],
    ['a link', '[](http://evil.example)'],
    ['an address', 'https://evil.example/a?b=c#d'],
    ['an address without a scheme', 'evil.example/path?secret'],
    ['an address in the letters of Urdu', 'مثال.بھارت'],
    ['an address of numbers', '127.0.0.1:8080/x'],
    ['a script', 'javascript:alert(1)'],
    ['a mail address', 'me@evil.example'],
    ['HTML', '<img src=x onerror=alert(1)>'],
    ['signs', '??? *** ###'],
    ['invisible characters', '\u200b\u202e\u2066\u0000\ufeff'],
    ['an address that hides behind invisible characters', 'ht\u200btps:/\u200b/evil.exa\u00admple'],
    ['an address in wide letters', 'ｈｔｔｐｓ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ'],
    ['nothing', ''],
  ])('%s', (_, question) => {
    expect(plainQuestion(question)).toBeUndefined()
  })
})

test.each([
  ['**Which** one? `a` or _b_', 'Which one? a or b'],
  ['# Which one?\n- milk\n- eggs', 'Which one? - milk - eggs'],
  ['Which [one](https://evil.example/x)?', 'Which ?'],
  ['Which one? See www.evil.example now', 'Which one? See now'],
  ['a\u202eb\u2067c\u0007 d', 'abc d'],
  ['Delete <b>all</b> | yes', 'Delete all yes'],
])('of «%s» only «%s» is left', (question, plain) => {
  expect(plainQuestion(question)).toBe(plain)
})

test('a question has at most 200 characters, and no half of one', () => {
  expect([...(plainQuestion('کیا '.repeat(500)) ?? '')].length).toBeLessThanOrEqual(200)
  expect(plainQuestion(`a${'🎉'.repeat(300)}`)?.isWellFormed()).toBe(true)
  expect(plainQuestion(`a${'x'.repeat(1_000_000)}`)).toHaveLength(200)
})
