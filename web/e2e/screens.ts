import type { Page } from 'playwright'

export interface Screen {
  name: string
  /** A screen with a path of its own. */
  path?: string
  hash?: string
  /** The options of the stand-in client. */
  query?: Record<string, string>
  /** Steps that open the screen; `shows` is visible afterwards. */
  open?: (page: Page) => Promise<unknown>
  shows: string
  /** The screen needs keys that a phone does not have. */
  wideOnly?: true
}

const task = (number: number) => `01920000-0000-7000-8000-${String(number).padStart(12, '0')}`
const [rent, dentist, trip] = [task(2), task(7), task(8)]
const press =
  (...keys: string[]) =>
  async (page: Page) => {
    for (const key of keys) await page.keyboard.press(key)
  }

/** Makes a choice in a filter chip; opens the chip first if it is closed. */
async function choose(page: Page, chip: number, choice: number): Promise<void> {
  const button = page.locator('.filter-chip').nth(chip)
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click()
  await page.locator('.popover .menu-item').nth(choice).click()
}

export const choosesFile = (page: Page, text: string): Promise<void> =>
  page.setInputFiles('[type=file]', { name: 'tasks.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

/** Opens the assistant and sends these lines, each after the answer to the one before. */
const talk =
  (...lines: string[]) =>
  async (page: Page) => {
    await page.keyboard.press('a')
    for (const line of lines) {
      await page.locator('#chat-field').fill(line)
      await page.locator('#chat-field').press('Enter')
      await page.locator('.chat-turns[aria-busy=false]').waitFor()
    }
  }

/** Opens the list of conversations, or one of them. */
const conversation = (at?: number) => async (page: Page) => {
  await page.keyboard.press('a')
  await page.locator('#chat-field').waitFor()
  await page.locator('.chat-head .icon-button').first().click()
  if (at !== undefined) await page.locator('.conversation-open').nth(at).click()
}

/** The question of a program; its id chooses the answer of the stand-in client. */
const consentOf = (client: string) => ({ path: '/authorize', query: { client_id: client } })

/** All screens in all their states. */
export const screens: readonly Screen[] = [
  { name: 'welcome', query: { tasks: '0', account: 'none' }, shows: '.welcome' },
  { name: 'sign in', hash: '#/sign-in', query: { account: 'none' }, shows: '.account-form' },
  { name: 'sign up', hash: '#/sign-up', query: { account: 'none' }, shows: '.account-form' },
  {
    name: 'a refused sign up',
    hash: '#/sign-up',
    query: { account: 'none' },
    open: async page => {
      await page.fill('#email', 'taken@example.com')
      await page.fill('[type=password]', 'correct horse')
      await page.keyboard.press('Enter')
      await page.locator('#email:focus').waitFor()
      await page.fill('[type=password]', 'short')
    },
    shows: '.field .wrong',
  },
  {
    name: 'a fault at sign in',
    hash: '#/sign-in',
    query: { account: 'none' },
    open: async page => {
      await page.fill('#email', 'ana@example.com')
      await page.fill('[type=password]', 'broken')
      await page.keyboard.press('Enter')
    },
    shows: '.problem-number',
  },
  { name: 'today', shows: '.row' },
  { name: 'today without an account', query: { account: 'none' }, shows: '.row' },
  { name: 'today offline', query: { connection: 'offline' }, shows: '.state-line' },
  { name: 'upcoming', hash: '#/upcoming', shows: '.row' },
  { name: 'done', hash: '#/done', shows: '.row' },
  { name: 'a tag', hash: '#/tag/home', shows: '.row' },
  { name: 'an empty list', hash: '#/tag/nothing', shows: '.empty' },
  { name: 'a filter', hash: '#/filter/f1', shows: '.row' },
  { name: 'a task', hash: `#/today/task/${rent}`, shows: '.notes-read p' },
  { name: 'a refused change', hash: `#/today/task/${dentist}`, shows: '.box.refused' },
  { name: 'a conflict', hash: `#/today/task/${trip}`, shows: '.conflict-value' },
  {
    name: 'a due date',
    hash: `#/today/task/${rent}`,
    open: page => page.click('.detail .line-button'),
    shows: '.calendar',
  },
  {
    name: 'a repeat',
    hash: `#/today/task/${rent}`,
    open: page => page.click('.repeat-words'),
    shows: '.next-dates li',
  },
  {
    name: 'a history',
    hash: `#/today/task/${rent}`,
    open: page => page.click('.history summary'),
    shows: '.history li',
  },
  {
    name: 'adding',
    open: async page => {
      await page.keyboard.press('q')
      await page.locator('textarea:focus').fill('Pay rent every last day #home p1 !30m')
    },
    shows: '.chip',
  },
  { name: 'search', hash: '#/search', open: page => page.fill('[type=search]', 'the'), shows: '.row' },
  {
    name: 'search narrowed',
    hash: '#/search',
    open: async page => {
      await choose(page, 1, 0)
      await choose(page, 1, 1)
      await page.keyboard.press('Escape')
      await choose(page, 3, 1)
      await choose(page, 3, 3)
    },
    shows: '.popover [aria-pressed=true]',
  },
  {
    name: 'changing a filter',
    hash: '#/filter/f1',
    open: page => page.click('.filter-tools [aria-expanded]'),
    shows: '.filter-editor',
  },
  { name: 'settings', hash: '#/settings', shows: '.import-counts, .settings-keys' },
  {
    name: 'importing',
    hash: '#/settings',
    open: async page => {
      await choosesFile(page, 'Aufgabe,Wann,Priority,زمرہ\nMilch,2026-11-25,1,گھر\nBrot,,2,گھر\n')
      await page.locator('.import-columns select').first().selectOption('title')
      await page.locator('.import-rows').scrollIntoViewIfNeeded()
    },
    shows: '.import-columns select',
  },
  ...['server', 'busy', 'arriving', 'away', 'late', 'done'].map(state => ({
    name: `an import, ${state}`,
    hash: '#/settings',
    open: async (page: Page) => {
      await choosesFile(page, `Title,Priority\n${state},1\n`)
      await page.click('.import-report .primary')
      await page.locator('.import-report').waitFor({ state: 'detached' })
      await page.locator('.import-running, .settings-message:not(:empty)').first().scrollIntoViewIfNeeded()
    },
    shows: '.import-running progress, .settings-message:not(:empty)',
  })),
  ...['verified', 'registered', 'editor', 'read-only', 'tricky'].map(client => ({
    ...consentOf(client),
    name: `a program asks, ${client}`,
    shows: '.consent-actions',
  })),
  { name: 'a program asks before sign in', path: '/authorize', query: { account: 'none' }, shows: '#email' },
  {
    ...consentOf('busy'),
    name: 'a decision that is not sent',
    open: page => page.click('.consent-actions .primary'),
    shows: '.account-wrong',
  },
  {
    ...consentOf('verified'),
    name: 'a program that is allowed',
    open: page => page.click('.consent-actions .primary'),
    shows: '.consent:not(:has(dl))',
  },
  ...['incomplete', 'unknown', 'away'].map(client => ({
    ...consentOf(client),
    name: `a request, ${client}`,
    shows: '.consent .button',
  })),
  { name: 'programs', hash: '#/connect', shows: '.setting-list li' },
  { name: 'no programs', hash: '#/connect', query: { programs: 'none' }, shows: '.connect-client' },
  { name: 'programs without an answer', hash: '#/connect', query: { programs: 'away' }, shows: '.settings-wrong' },
  { name: 'programs offline', hash: '#/connect', query: { programs: 'offline' }, shows: '.settings-wrong' },
  { name: 'programs without an account', hash: '#/connect', query: { account: 'none' }, shows: '.settings-section' },
  {
    name: 'a token for a program',
    hash: '#/connect',
    open: async page => {
      await page.fill('.inline-form input', 'Script')
      await page.keyboard.press('Enter')
      await page.locator('.once').scrollIntoViewIfNeeded()
    },
    shows: '.once',
  },
  {
    name: 'disconnecting a program',
    hash: '#/connect',
    open: page => page.locator('.setting-list .danger').first().click(),
    shows: '.connect-ending',
  },
  { name: 'the assistant', open: talk(), shows: '.chat-chip' },
  { name: 'the assistant without an account', query: { account: 'none' }, open: talk(), shows: '.chat-empty' },
  {
    name: 'the assistant offline',
    query: { connection: 'offline' },
    open: async page => {
      await talk()(page)
      await page.locator('#chat-field').fill('move the dentist to friday')
    },
    shows: '.composer-state',
  },
  {
    name: 'the assistant, signed out',
    query: { connection: 'signed-out' },
    open: talk(),
    shows: '.composer-state',
  },
  {
    name: 'a task from the assistant',
    open: async page => {
      await talk('What should I do today?')(page)
      await page.locator('.shown-task').first().click()
    },
    shows: '.notes-read p',
  },
  { name: 'a plan', open: talk('What should I do today?'), shows: '.shown-reason' },
  { name: 'an act', open: talk('add Buy stamps', 'complete pay rent'), shows: '.chat-undo' },
  {
    name: 'an act taken back',
    open: async page => {
      await talk('complete pay rent')(page)
      await page.click('.chat-undo')
    },
    shows: '.chat-note',
  },
  { name: 'a proposal', open: talk('delete the old ones'), shows: '.proposal .primary' },
  { name: 'a question of the assistant', open: talk('call'), shows: '.choice' },
  { name: 'three languages', open: talk('آج کیا کرنا ہے؟', 'aaj ke kaam', 'does the model work'), shows: '.chat-note' },
  { name: 'a long answer', open: talk('what is overdue and what comes today, '.repeat(9)), shows: '.shown-task' },
  {
    name: 'an answer on its way',
    open: async page => {
      await page.keyboard.press('a')
      await page.locator('#chat-field').fill('slow')
      await page.locator('#chat-field').press('Enter')
    },
    shows: '.chat-turns[aria-busy=true]',
  },
  { name: 'a message without an answer', open: talk('busy day'), shows: '.chat-failed .button' },
  { name: 'a message that met a fault', open: talk('broken day'), shows: '.problem-number' },
  { name: 'conversations', open: conversation(), shows: '.conversation' },
  { name: 'an old conversation', open: conversation(0), shows: '.chat-turn' },
  { name: 'an interrupted conversation', open: conversation(2), shows: '.chat-turn' },
  {
    name: 'deleting a conversation',
    open: async page => {
      await conversation()(page)
      await page.locator('.conversation .icon-button').first().click()
    },
    shows: '.dialog .danger',
  },
  {
    name: 'speech',
    open: async page => {
      await page.keyboard.press('a')
      await page.locator('.composer .icon-button:not(.composer-send)').click()
    },
    shows: '.composer-state .button',
  },
  { name: 'commands', open: press('j', 'Control+k'), shows: '.palette-list [role=option]' },
  { name: 'keys', open: press('?'), shows: '.keys-list' },
  { name: 'a selection', open: press('j', 'x', 'j', 'x'), shows: '.selection-bar' },
  { name: 'schedule', open: press('j', 's'), shows: '.calendar' },
  { name: 'a toast', open: press('j', 'c'), shows: '.toast' },
  {
    name: 'a reminder',
    open: page =>
      page.evaluate(id => {
        const { standIn } = globalThis as unknown as { standIn: { notices: { value: unknown[] } } }
        standIn.notices.value = [{ id: 'n1', taskId: id, reminderId: 'a1', at: new Date().toISOString(), late: false }]
      }, rent),
    shows: '.toast.reminder',
  },
]
