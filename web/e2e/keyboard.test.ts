import { beforeEach, expect, test } from 'vitest'
import { show } from './show.ts'
import { standInBrowser } from './testing/stand-in.ts'

const { address, watch } = await standInBrowser()
const watched = await watch()
const { page } = watched
beforeEach(() => show(page, address, { name: 'today', shows: '.row' }, { language: 'en', theme: 'light' }))

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
/** The focused element at the moment an element disappears: a key one frame later could be lost. */
const focusWhenGone = (selector: string) => ({
  focused: new Promise<string | undefined>(resolve => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector(selector)) resolve(document.activeElement?.id)
    })
    observer.observe(document.body, { subtree: true, childList: true })
  }),
})
const row = (title: string) => page.locator('.row', { hasText: title })

test('a task can be added, opened, renamed, moved, tagged, prioritised and completed without a mouse', async () => {
  await press('q')
  await page.keyboard.type('Buy stamps tomorrow at 9am #post')
  await page.locator('.chip', { hasText: '#post' }).waitFor()
  await press('Enter', 'Escape')
  await press('g', 'u')
  await row('Buy stamps').waitFor()
  await press('j', 'e')
  await page.locator('#detail-title:focus').waitFor()
  await press('Control+a')
  await page.keyboard.type('Buy ten stamps')
  await press('Enter', 'Escape')
  await row('Buy ten stamps').waitFor()
  await press('1', '#')
  await page.locator('.tag-input input:focus').waitFor()
  await page.keyboard.type('urgent')
  await press('Enter')
  await row('#urgent').waitFor()
  await press('s')
  await page.locator('dialog .menu-item').first().waitFor()
  await page.locator('dialog .menu-item').first().focus()
  await press('Enter')
  await press('g', 't')
  await expect.poll(() => row('Buy ten stamps').getAttribute('class')).toContain('P1')
  await row('Buy ten stamps').locator('.row-main').focus()
  await press('c')
  await row('Buy ten stamps').waitFor({ state: 'detached' })
  await press('z')
  await row('Buy ten stamps').waitFor()
  expect(watched.complaints).toEqual([])
})

test('keys type letters in a field and run no command', async () => {
  const count = await page.locator('.row').count()
  await press('q')
  await page.keyboard.type('jkxcets1234#/z?qn gt')
  expect(await page.inputValue('#add')).toBe('jkxcets1234#/z?qn gt')
  expect(await page.locator('.row').count()).toBe(count)
  expect(await page.locator('dialog').count()).toBe(0)
  expect(page.url()).not.toContain('upcoming')

  await press('Escape', 'Escape', '/')
  await page.locator('[type=search]:focus').waitFor()
  await page.keyboard.type('c')
  expect(await page.locator('.row[data-leaving]').count()).toBe(0)
})

test('an open dialog keeps keys from the list and returns the focus when it closes', async () => {
  await press('j')
  const before = await page.evaluate(() => document.activeElement?.id)
  await press('?')
  await page.locator('.keys-list').first().waitFor()
  await press('c', 'j', 'x')
  expect(await page.locator('.row[data-leaving], .row[data-selected]').count()).toBe(0)
  const watching = await page.evaluateHandle(focusWhenGone, 'dialog')
  await press('Escape')
  expect(await watching.evaluate(({ focused }) => focused)).toBe(before)
})

test('Backspace after a recognised word turns it back into text, and so does a click on its chip', async () => {
  await press('q')
  await page.keyboard.type('Read May Day p1')
  await page.locator('.chip', { hasText: 'Urgent' }).waitFor()
  await press('Backspace')
  await page.locator('.chip', { hasText: 'Urgent' }).waitFor({ state: 'detached' })
  expect(await page.inputValue('#add')).toBe('Read May Day p1')
  await page.keyboard.type(' #book')
  await page.locator('.chip', { hasText: '#book' }).click()
  await press('Enter')
  await row('Read May Day p1 #book').waitFor()
})

test('pasted lines become tasks only after a confirmation', async () => {
  await press('q')
  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', '- Milk\n- Eggs tomorrow\n* Bread')
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
  })
  await page.locator('dialog').waitFor()
  expect(await row('Bread').count()).toBe(0)
  await press('Enter')
  await row('Bread').waitFor()
  await press('g', 'u')
  await press('Escape', 'Escape', 'g', 'u')
  await row('Eggs').waitFor()
})

test('the calendar’s arrow keys follow the text: left is the next day in Urdu', async () => {
  await show(page, address, { name: 'today', shows: '.row' }, { language: 'ur', theme: 'light' })
  await press('j', 's')
  const day = page.locator('.day[tabindex="0"]')
  await day.focus()
  const label = () => page.evaluate(() => document.activeElement?.textContent)
  const before = await label()
  await press('ArrowLeft')
  await expect.poll(label).not.toBe(before)
  await press('ArrowRight')
  await expect.poll(label).toBe(before)
})

test('the Urdu layout has the lists on the right and the task on the left', async () => {
  await show(page, address, { name: 'today', shows: '.row' }, { language: 'ur', theme: 'light' })
  await press('j', 'o')
  const leftEdge = (selector: string) =>
    page.locator(selector).evaluate(element => element.getBoundingClientRect().left)
  await page.locator('.detail').waitFor()
  expect(await leftEdge('.sidebar')).toBeGreaterThan(await leftEdge('.list-screen'))
  expect(await leftEdge('.list-screen')).toBeGreaterThan(await leftEdge('.detail-panel'))
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
})
