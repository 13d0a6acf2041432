import { expect, test } from 'vitest'
import { choosesFile } from './screens.ts'
import { show } from './show.ts'
import { standInBrowser } from './testing/stand-in.ts'

const { address, watch } = await standInBrowser()
const watched = await watch()
const { page } = watched

const english = { language: 'en', theme: 'light' } as const
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}
const titles = () => page.locator('.row-title bdi').allInnerTexts()
const chip = (name: string) => page.getByRole('button', { name })
const focused = () => page.evaluate(() => document.activeElement?.textContent)

test('the keyboard alone narrows a search, saves it as a filter, edits, deletes and restores it', async () => {
  await show(page, address, { name: 'search', hash: '#/search', shows: '[type=search]:focus' }, english)
  await chip('Priority').focus()
  await press('Enter', 'Enter', 'ArrowDown', 'Enter', 'Escape')
  await expect.poll(focused).toBe('Priority: Urgent, High')
  const important = ['Send the signed lease back', 'Call the bank about the card', 'Pay rent']
  await expect.poll(titles).toEqual([...important, 'دودھ اور انڈے خریدیں', 'Renew the passport'])
  await chip('Repeat').focus()
  await press('Enter', 'ArrowDown', 'Enter')
  await expect.poll(focused).toBe('Repeat: Does not repeat')
  await page.getByRole('searchbox').fill('bank')
  await expect.poll(titles).toEqual(['Call the bank about the card'])

  await chip('Save as filter').focus()
  await press('Enter')
  await page.locator('.save-filter input:focus').fill('Mine')
  await press('Enter')
  await page.getByRole('heading', { name: 'Mine' }).waitFor()
  expect(await titles()).toEqual(['Call the bank about the card'])

  await chip('Edit the filter “Mine”').focus()
  await press('Enter')
  await page.locator('.filter-editor input:focus').fill('Yours')
  await press('Tab', 'Delete')
  await expect.poll(titles).not.toContain('Pay rent')
  await chip('Repeat: Does not repeat').focus()
  await press('Enter', 'ArrowDown', 'Enter')
  await expect.poll(titles).toContain('Pay rent')
  await press('Escape')
  await expect.poll(() => page.locator('.filter-editor').count()).toBe(0)
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Edit the filter “Yours”')

  const listed = page.locator('.sidebar').getByRole('link', { name: 'Yours' })
  await press('Tab', 'Enter')
  await expect.poll(() => listed.count()).toBe(0)
  await press('z')
  await listed.click()
  await expect.poll(titles).toContain('Pay rent')
  expect(watched.complaints).toEqual([])
})

test('the keys of every list move through search results', async () => {
  await show(page, address, { name: 'search', hash: '#/search', shows: '[type=search]:focus' }, english)
  await page.keyboard.type('the')
  await expect.poll(titles).toContain('Water the plants')
  const [first, second] = await titles()
  await press('ArrowDown')
  await expect.poll(focused).toContain(first)
  await press('j')
  await expect.poll(focused).toContain(second)
})

test('clearing a narrowed search moves the focus to the first chip', async () => {
  await show(page, address, { name: 'search', hash: '#/search', shows: '[type=search]:focus' }, english)
  await chip('Due').click()
  await page.getByRole('button', { name: 'Overdue', exact: true }).last().click()
  await expect.poll(titles).toEqual(['Send the signed lease back', 'Call the bank about the card'])
  await chip('Clear').focus()
  await press('Enter')
  await expect.poll(titles).toEqual([])
  expect(await focused()).toBe('Status: Open or done')
})

test('a table with unknown columns asks for them and previews each choice', async () => {
  await show(page, address, { name: 'settings', hash: '#/settings', shows: '[type=file]' }, english)
  await choosesFile(page, 'Was,Title2,Priority\nMilch,Milk,1\nBrot,Bread,2\n')
  const column = (name: string) => page.getByRole('combobox', { name })
  await page.getByText('Choose the title column.').waitFor()
  expect(await page.locator('.import-rows').count()).toBe(0)
  expect(await column('Priority').inputValue()).toBe('priority')

  const rows = () => page.locator('.import-rows bdi').allInnerTexts()
  await column('Was').selectOption({ label: 'Title' })
  await expect.poll(rows).toEqual(['Milch', 'Brot'])
  await column('Title2').selectOption({ label: 'Title' })
  await expect.poll(rows).toEqual(['Milk', 'Bread'])
  expect(await column('Was').inputValue()).toBe('')
  expect(await focused()).toContain('Leave out')

  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByText('Imported 10,000 tasks.').waitFor()
  expect(await page.locator('.import-columns').count()).toBe(0)
})

const signUp = { name: 'sign up', hash: '#/sign-up', query: { account: 'none' }, shows: '#email:focus' }
const described = (selector: string) =>
  page.locator(selector).evaluate(field => {
    const id = field.getAttribute('aria-describedby')
    return [field.getAttribute('aria-invalid'), id ? document.getElementById(id)?.innerText.trim() : undefined]
  })

test('a field shows its fault and takes the focus until it is changed', async () => {
  await show(page, address, signUp, english)
  await page.fill('#email', 'ana@')
  await page.fill('[type=password]', 'short')
  await press('Enter')
  await page.locator('#email:focus').waitFor()
  expect(await described('#email')).toEqual(['true', 'This is not an email address.'])
  expect(await described('[type=password]')).toEqual(['true', 'Use at least 8 characters.'])

  await page.fill('#email', 'taken@example.com')
  expect(await described('#email')).toEqual(['false', undefined])
  await page.fill('[type=password]', 'correct horse')
  expect(await described('[type=password]')).toEqual(['false', 'At least 8 characters'])
  await press('Enter')
  await page.locator('#email:focus').waitFor()
  expect(await described('#email')).toEqual(['true', 'This email address has an account already. Sign in instead'])

  await page.getByRole('button', { name: 'Sign in instead' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect([await page.inputValue('#email'), await described('#email')]).toEqual([
    'taken@example.com',
    ['false', undefined],
  ])
  await page.fill('[type=password]', 'often')
  await press('Enter')
  await page.locator('.account-wrong [role=alert]:focus').waitFor()
  expect(await page.locator('.account-wrong').innerText()).toBe('Too many attempts. Try again in 14 minutes.')
  await page.fill('[type=password]', 'correct horse')
  await press('Enter')
  await page.locator('.shell').waitFor()
  expect(watched.complaints).toEqual([])
})

test('the sign-up form shows its faults in Urdu', async () => {
  await show(page, address, signUp, { language: 'ur', theme: 'light' })
  await press('Enter')
  await expect.poll(() => described('#email')).toEqual(['true', 'اپنا ای میل لکھیں۔'])
  expect(await described('[type=password]')).toEqual(['true', 'اپنا پاس ورڈ لکھیں۔'])
})

const signIn = { name: 'sign in', hash: '#/sign-in', query: { account: 'none' }, shows: '#email' }
const number = page.locator('.problem-number')

async function isRefused(password: string) {
  await page.fill('#email', 'ana@example.com')
  await page.fill('[type=password]', password)
  await press('Enter')
  await page.locator('.account-wrong [role=alert]:focus').waitFor()
}

test('a fault has a number beside its words, and a refusal that the person can solve has none', async () => {
  await show(page, address, signIn, english)
  await isRefused('often')
  expect(await number.count()).toBe(0)
  await isRefused('broken')
  await number.waitFor()
  expect(await focused()).toBe('Something went wrong on the server. Try again.')
  await press('Tab')
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Copy: Error number')
})

test('the number of a fault runs from left to right in Urdu, and unfolds where the browser does not copy', async () => {
  await show(page, address, signIn, { language: 'ur', theme: 'light' })
  await isRefused('broken')
  const code = number.locator('code')
  const isCut = () => code.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  const style = await code.evaluate(element => {
    const { direction, display } = getComputedStyle(element)
    return [direction, display]
  })
  expect(style).toEqual(['ltr', 'block'])
  expect(await isCut()).toBe(true)
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await number.getByRole('button').click()
  await number.getByRole('alert').waitFor()
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(await code.textContent())
  expect(await isCut()).toBe(false)
})

const welcome = { name: 'welcome', query: { tasks: '0', account: 'none' }, shows: '.welcome' }

test('the first screen focuses its field, and an example fills it', async () => {
  await show(page, address, welcome, english)
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('first')
  await page.getByRole('button', { name: 'Call mum tomorrow at 6pm' }).click()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('first')
  await press('Enter')
  await expect.poll(titles).toEqual(['Call mum'])
})

test('a phone opens no keyboard before the person asks for it', async () => {
  const phone = await watch({ hasTouch: true, isMobile: true })
  await show(phone.page, address, welcome, english)
  expect(await phone.page.evaluate(() => document.activeElement?.localName)).toBe('body')
  await phone.close()
})

test('a screen that fails to load says so and offers a reload', async () => {
  const other = await watch()
  await show(other.page, address, { name: 'today', shows: '.row' }, english)
  await other.page.route('**/settings-screen-*.js', route => route.abort())
  await other.page.locator('.sidebar').getByRole('link', { name: 'Settings' }).click()
  await other.page.getByRole('alert').getByRole('button', { name: 'Reload' }).waitFor()
  await other.page.locator('.sidebar').getByRole('link', { name: 'Upcoming' }).click()
  await other.page.locator('.row').first().waitFor()
  await other.close()
})
