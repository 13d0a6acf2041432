import type { Page } from 'playwright'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { show } from './show.ts'
import { standInBrowser } from './testing/stand-in.ts'
import type { WatchedPage } from './watched-page.ts'

const { address, watch } = await standInBrowser()
const desk = await watch()
const { page } = desk
const today = (on: Page, query: Record<string, string> = {}, language: 'en' | 'ur' = 'en') =>
  show(on, address, { name: 'today', query, shows: '.row' }, { language, theme: 'light' })
beforeEach(() => today(page))
afterEach(() => expect(desk.complaints).toEqual([]))

const field = (on: Page = page) => on.locator('#chat-field')
const turns = (on: Page = page) => on.locator('.chat-turn')
const button = (name: string, on: Page = page) => on.locator('.chat').getByRole('button', { name, exact: true })
const focusedId = (on: Page = page) => on.evaluate(() => document.activeElement?.id)

async function openChat(on: Page = page): Promise<void> {
  await on.keyboard.press('a')
  await field(on).waitFor()
}

async function say(line: string, on: Page = page): Promise<void> {
  await field(on).fill(line)
  await field(on).press('Enter')
  await on.locator('.chat-turns[aria-busy=false]').waitFor()
}

interface Sent {
  key: string
  text?: string
  confirm?: string | false
  undo?: string
  conversationId?: string
}
const sent = (on: Page = page) => on.evaluate<Sent[]>('sentToChat')

async function inPage(options: Parameters<typeof watch>[0], work: (watched: WatchedPage) => Promise<void>) {
  const watched = await watch(options)
  await work(watched)
  expect(watched.complaints).toEqual([])
  await watched.close()
}

test('nothing of the panel is loaded before it is opened', () =>
  inPage({}, async ({ page }) => {
    const loaded: string[] = []
    page.on('request', request => loaded.push(request.url()))
    await today(page)
    const before = loaded.length
    expect(loaded.filter(url => /chat-panel/.test(url))).toEqual([])
    await openChat(page)
    expect(loaded.slice(before).some(url => /chat-panel.*\.js/.test(url))).toBe(true)
    expect(loaded.slice(before).some(url => /chat-panel.*\.css/.test(url))).toBe(true)
  }))

test('the key opens the panel with the focus in its field, and Escape gives the focus back', async () => {
  await page.keyboard.press('j')
  const before = await focusedId()
  expect(before).toMatch(/^task-/)
  await openChat()
  await expect.poll(() => focusedId()).toBe('chat-field')
  await page.keyboard.press('Escape')
  await field().waitFor({ state: 'detached' })
  expect(await focusedId()).toBe(before)
})

test('the palette, the sidebar and the help know the panel', async () => {
  await page.keyboard.press('Control+k')
  await page.locator('.palette-list').waitFor()
  await page.keyboard.type('ask the')
  await page.keyboard.press('Enter')
  await expect.poll(() => focusedId()).toBe('chat-field')
  await page.locator('.sidebar').getByRole('button', { name: 'Assistant' }).click()
  await field().waitFor({ state: 'detached' })
  await page.keyboard.press('?')
  await page.locator('.keys-list dd', { hasText: 'Ask the assistant' }).waitFor()
})

test('keys type letters in the field and run no command', async () => {
  const count = await page.locator('.row').count()
  await openChat()
  await page.keyboard.type('jkxcets1234#/z?qna')
  expect(await field().inputValue()).toBe('jkxcets1234#/z?qna')
  expect(await page.locator('.row').count()).toBe(count)
  expect(await page.locator('dialog').count()).toBe(0)
})

test('an answer grows piece by piece, and screen readers hear it once, when it is whole', async () => {
  await openChat()
  await field().fill('slow plan for today')
  await field().press('Enter')
  await turns()
    .locator('.bubble:not(.said)', { hasText: /^Let me$/ })
    .waitFor()
  const heard = page.locator('.chat [aria-live=polite]')
  expect(await heard.textContent()).toBe('')
  expect(await field().inputValue()).toBe('')
  await page.evaluate('releaseChat()')
  await turns().locator('.bubble', { hasText: 'Start with these.' }).waitFor()
  await expect.poll(() => heard.textContent()).toBe('Assistant: Start with these. The lease is four days late.')
})

test('a row of an answer has title, due date, priority and reason, and opens the task', async () => {
  await openChat()
  await say('What should I do today?')
  const row = page.locator('.shown-task').first()
  expect(await row.innerText()).toMatch(/Send the signed lease back[\s\S]*Sat[\s\S]*four days late, urgent/)
  expect(await row.getAttribute('class')).toContain('P1')
  await button('Show all 8').click()
  expect(await page.locator('.shown-task').count()).toBe(8)
  await row.click()
  await expect.poll(() => page.inputValue('#detail-title')).toBe('Send the signed lease back')
  expect(await page.locator('.chat').isVisible()).toBe(true)
})

test('an act is undone once, by its turn, with the keyboard alone', async () => {
  await openChat()
  await page.keyboard.type('complete pay rent')
  await page.keyboard.press('Enter')
  const undo = button('Undo')
  await undo.waitFor()
  await page.locator('.row', { hasText: 'Pay rent' }).waitFor({ state: 'detached' })
  for (let i = 0; i < 20 && !(await undo.evaluate(element => element === document.activeElement)); i++)
    await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await page.locator('.row', { hasText: 'Pay rent' }).waitFor()
  await turns().first().locator('.chat-note', { hasText: 'Undone' }).waitFor()
  expect(await undo.count()).toBe(0)
  await expect.poll(() => focusedId()).toBe('chat-field')
  const [act, back] = await sent()
  expect(back).toMatchObject({ conversationId: 'new', undo: 't1' })
  expect(back?.key).not.toBe(act?.key)
})

test('a proposal changes nothing before “Do it”, and its card names the exact change', async () => {
  await openChat()
  const count = await page.locator('.row').count()
  await say('delete the old ones')
  const card = page.locator('.proposal')
  expect(await card.innerText()).toContain('“Call the bank about the card” moves to the trash')
  expect(await card.locator('.shown-task').first().innerText()).toMatch(/Call the bank about the card[\s\S]*Yesterday/)
  expect((await turns().innerText()).match(/Delete these 2 tasks/g)).toHaveLength(1)
  expect(await page.locator('.row').count()).toBe(count)
  await button('No').click()
  await turns().nth(1).locator('.bubble', { hasText: 'Nothing was changed.' }).waitFor()
  expect(await page.locator('.row').count()).toBe(count)
  expect(await button('Do it').count()).toBe(0)
  await say('delete the old ones')
  await button('Do it').click()
  await turns().nth(3).locator('.bubble', { hasText: 'I deleted both tasks.' }).waitFor()
  await expect.poll(() => page.locator('.row').count()).toBeLessThan(count)
  expect((await sent()).map(({ confirm }) => confirm)).toEqual([undefined, false, undefined, 'p1'])
})

test('an expired proposal has no “Do it”', () =>
  inPage({}, async ({ page }) => {
    await today(page)
    await openChat(page)
    await say('delete the old ones', page)
    await button('Do it', page).waitFor()
    await page.clock.setFixedTime('2026-11-25T05:20:00.000Z')
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await page.locator('.proposal', { hasText: 'This question has expired.' }).waitFor()
    expect(await button('Do it', page).count()).toBe(0)
  }))

test('a choice sends its words, and an older question has no choices', async () => {
  await openChat()
  await say('call')
  await page.locator('.choice', { hasText: 'Call mum' }).click()
  await turns().nth(1).locator('.shown-task', { hasText: 'Call mum' }).waitFor()
  expect(await page.locator('.choice').count()).toBe(0)
  expect((await sent()).at(-1)).toMatchObject({ text: 'complete Call mum' })
})

test('markup and links in an answer stay plain text', async () => {
  await openChat()
  await say('markup')
  const bubble = turns().locator('.bubble:not(.said)')
  expect(await bubble.innerText()).toContain('<b>bold</b> **bold** [link](https://example.com/leak)')
  expect(await bubble.evaluate(element => element.childElementCount)).toBe(0)
  expect(await page.locator('.chat-turns :is(a:not([href^="#/"]), img)').count()).toBe(0)
})

test('suggestions fit the moment, and one is sent with a click', async () => {
  await openChat()
  const chips = () => page.locator('.chat-chip').allInnerTexts()
  expect(await chips()).toEqual(['What is overdue?', 'What should I do today?', 'Which tasks have no date?'])
  await page.locator('.chat-chip').nth(1).click()
  await turns().locator('.shown-task').first().waitFor()
  await page.locator('.chat-chip').first().waitFor()
  expect((await chips())[0]).toBe('What is overdue?')
  await say('delete the old ones')
  expect(await chips()).toEqual([])
})

test('a message without an answer stays, is sent again with its key, or becomes the draft again', async () => {
  await openChat()
  await say('busy week')
  await page.locator('.chat-failed', { hasText: 'Try again in 20 seconds.' }).waitFor()
  await field().fill('and more')
  expect(await button('Send').isDisabled()).toBe(true)
  await button('Try again').click()
  await turns().locator('.bubble', { hasText: 'I did not understand that.' }).waitFor()
  const keys = (await sent()).map(({ key }) => key)
  expect(keys).toHaveLength(2)
  expect(new Set(keys).size).toBe(1)
  expect(await field().inputValue()).toBe('and more')

  await field().fill('')
  await say('cut off')
  await page.locator('.chat-failed', { hasText: 'nothing happens twice' }).waitFor()
  await button('Edit').click()
  expect(await field().inputValue()).toBe('cut off')
  expect(await page.locator('.chat-failed').count()).toBe(0)
})

test('offline the panel says so, sends nothing and keeps the draft', () =>
  inPage({}, async ({ page }) => {
    await today(page, { connection: 'offline' })
    await openChat(page)
    await page.locator('.composer-state', { hasText: 'Offline.' }).waitFor()
    await page.keyboard.type('move the dentist to friday')
    await page.keyboard.press('Enter')
    expect(await button('Send', page).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await field(page).waitFor({ state: 'detached' })
    await openChat(page)
    expect(await field(page).inputValue()).toBe('move the dentist to friday')
    expect(await sent(page)).toEqual([])
  }))

test('the conversation and its answer stay while the panel is closed', async () => {
  await openChat()
  await field().fill('slow plan')
  await field().press('Enter')
  await turns().locator('.bubble', { hasText: 'Let me' }).waitFor()
  await page.keyboard.press('Escape')
  await field().waitFor({ state: 'detached' })
  await page.evaluate('releaseChat()')
  await openChat()
  await turns().locator('.bubble', { hasText: 'Start with these.' }).waitFor()
})

test('a task and the assistant stand side by side, without the list in a narrow window', async () => {
  await openChat()
  await say('What should I do today?')
  await page.locator('.shown-task').first().click()
  await page.locator('.detail').waitFor()
  const widths = () =>
    page.evaluate(() =>
      ['.list-screen', '.detail', '.chat'].map(part => document.querySelector(part)?.getBoundingClientRect().width),
    )
  expect(await widths()).toEqual([440, 383, 383])
  await page.setViewportSize({ width: 1100, height: 900 })
  expect(await widths()).toEqual([0, 483, 383])
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('conversations are listed, opened, read backwards and deleted, and a new one begins empty', async () => {
  await openChat()
  await button('Conversations').click()
  await page.locator('.conversation-open').first().click()
  await turns().nth(1).waitFor()
  expect(await turns().count()).toBe(2)
  await button('Show earlier messages').click()
  await turns().nth(3).waitFor()
  expect(await turns().nth(1).innerText()).toContain('Undone')
  await say('complete pay rent')
  expect((await sent()).at(-1)).toMatchObject({ conversationId: 'c1' })
  await button('New conversation').click()
  expect(await turns().count()).toBe(0)
  await button('Conversations').click()
  await button('Delete “What should I do today?”').click()
  await page.locator('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect.poll(() => page.locator('.conversation').count()).toBe(2)
})

test('earlier messages appear above, and the place that one reads stays', async () => {
  await page.setViewportSize({ width: 1440, height: 400 })
  await openChat()
  await button('Conversations').click()
  await page.locator('.conversation-open').first().click()
  await turns().nth(1).waitFor()
  await page.locator('.chat-talk').evaluate(element => element.scrollTo(0, 0))
  const top = () =>
    page
      .locator('.bubble', { hasText: 'kal ke kaam dikhao' })
      .evaluate(element => Math.round(element.getBoundingClientRect().top))
  const before = await top()
  await button('Show earlier messages').click()
  await turns().nth(3).waitFor()
  expect(await top()).toBe(before)
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('an interrupted turn says so', async () => {
  await openChat()
  await button('Conversations').click()
  await page.locator('.conversation-open').nth(2).click()
  await turns().getByText('The assistant is still working on this.').waitFor()
  await button('Show earlier messages').click()
  await turns().getByText('The answer was interrupted, but the change was made.').waitFor()
  await turns().getByText('The answer was interrupted before anything was done.').waitFor()
})

test.each(['en', 'ur'] as const)(
  'each bubble has the direction of its own language on a screen in %s',
  async screen => {
    await today(page, {}, screen)
    await openChat()
    for (const line of ['آج کیا کرنا ہے؟', 'aaj ke kaam', 'does the model work']) await say(line)
    const directions = await page
      .locator('.bubble')
      .evaluateAll(all => all.map(bubble => getComputedStyle(bubble).direction))
    expect(directions).toEqual(['rtl', 'rtl', 'ltr', 'ltr', 'ltr', 'ltr'])
    const sides = await page.evaluate(() => {
      const left = (selector: string) => document.querySelector(selector)?.getBoundingClientRect().left ?? 0
      return left('.chat') - left('.list-screen')
    })
    expect(Math.sign(sides)).toBe(screen === 'en' ? 1 : -1)
  },
)

test('without an account the panel says so and leads to both ways to get one', async () => {
  await today(page, { account: 'none' })
  await page.keyboard.press('a')
  await page.locator('.chat', { hasText: 'The assistant needs an account.' }).waitFor()
  await button('Sign up').click()
  await page.locator('.account-form').waitFor()
})

const recognizer = `
  globalThis.webkitSpeechRecognition = class extends EventTarget {
    start() {
      globalThis.listens = { lang: this.lang }
      globalThis.hear = (text, error) => {
        if (text) this.dispatchEvent(Object.assign(new Event('result'), { results: [[{ transcript: text }]] }))
        else this.dispatchEvent(Object.assign(new Event('error'), { error }))
        this.dispatchEvent(new Event('end'))
      }
    }
    stop() { this.dispatchEvent(new Event('end')) }
  }
  delete globalThis.SpeechRecognition`

test('speech asks once who may hear it, goes into the field and is not sent', () =>
  inPage({}, async ({ page }) => {
    await page.addInitScript(recognizer)
    await today(page)
    await openChat(page)
    await button('Speak', page).click()
    await page.locator('.composer', { hasText: 'Its maker may hear what you say.' }).waitFor()
    expect(await page.evaluate('globalThis.listens')).toBeUndefined()
    expect(await page.evaluate("document.featurePolicy.allowsFeature('microphone')")).toBe(true)
    await button('Cancel', page).click()
    await button('Speak', page).click()
    await button('Use it', page).click()
    expect(await page.evaluate('globalThis.listens')).toEqual({ lang: 'en-GB-u-nu-latn' })
    await page.locator('.composer', { hasText: 'Listening' }).waitFor()
    await page.evaluate("hear('call mum tomorrow')")
    await expect.poll(() => field(page).inputValue()).toBe('call mum tomorrow')
    expect(await sent(page)).toEqual([])
    await button('Speak', page).click()
    await page.locator('.composer', { hasText: 'Listening' }).waitFor()
    await page.evaluate("hear('', 'not-allowed')")
    await page.getByText('The browser does not allow the microphone.').waitFor()
  }))

test('a browser without speech recognition has no microphone', () =>
  inPage({}, async ({ page }) => {
    await page.addInitScript('delete globalThis.SpeechRecognition; delete globalThis.webkitSpeechRecognition')
    await today(page)
    await openChat(page)
    await field(page).waitFor()
    expect(await button('Send', page).count()).toBe(1)
    expect(await button('Speak', page).count()).toBe(0)
  }))

test('on a phone the panel is a sheet that a button opens, and a row opens its task above it', () =>
  inPage({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, async ({ page }) => {
    await today(page)
    await page.locator('.bottom-bar').getByRole('button', { name: 'Assistant' }).tap()
    await field(page).waitFor()
    expect(await page.locator('dialog:modal').count()).toBe(1)
    // A keyboard would cover the sheet.
    expect(await focusedId(page)).not.toBe('chat-field')
    await say('What should I do today?', page)
    await page.locator('.shown-task').first().tap()
    await page.locator('.detail').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.detail').waitFor({ state: 'detached' })
    expect(await page.locator('.chat').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await field(page).waitFor({ state: 'detached' })
  }))
