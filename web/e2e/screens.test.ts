import { describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { screens } from './screens.ts'
import { show, wear, widths } from './show.ts'
import { standInBrowser } from './testing/stand-in.ts'
import { faintMarks, invisibleFocus } from './testing/visibility.ts'

const { address, watch } = await standInBrowser()

const languages = ['en', 'ur'] as const
const devices = ['desktop', 'phone'] as const

describe.each(languages.flatMap(language => devices.map(device => ({ language, device }))))(
  'on a $device in $language',
  ({ language, device }) => {
    test('no screen in any theme has an axe violation, a console error, a foreign request or a scroll bar', async () => {
      const { page, complaints, close } = await watch({
        viewport: { width: widths[device], height: 900 },
        hasTouch: device === 'phone',
      })
      const found: string[] = []
      for (const screen of screens) {
        await show(page, address, screen, { language, theme: 'light' })
        const problems = await violations(page)
        for (const theme of device === 'desktop' ? (['dark', 'contrast'] as const) : (['dark'] as const)) {
          await wear(page, theme)
          problems.push(...(await violations(page, ['color-contrast'])))
        }
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) problems.push('is too wide')
        found.push(...problems.map(problem => `${screen.name}: ${problem}`))
      }
      await close()
      expect([...found, ...complaints]).toEqual([])
    }, 600_000)
  },
)

describe('forced colours', () => {
  // The client's theme differs on purpose: it must have no effect.
  const device = { forcedColors: 'active', colorScheme: 'dark' } as const
  const look = { language: 'en', theme: 'light' } as const
  const checkedScreens = [
    'today',
    'done',
    'a task',
    'a due date',
    'a repeat',
    'adding',
    'settings',
    'sign in',
    'a program asks, registered',
    'programs',
    'a plan',
    'a proposal',
    'a message without an answer',
  ]

  test('show the focus of every focusable element, and every mark', async () => {
    const { page, complaints, close } = await watch(device)
    const found: string[] = []
    for (const screen of screens.filter(({ name }) => checkedScreens.includes(name))) {
      await show(page, address, screen, look)
      const problems = [...(await page.evaluate(faintMarks)), ...(await violations(page, ['color-contrast']))]
      await page.keyboard.press('Shift')
      problems.push(...(await page.evaluate(invisibleFocus)))
      found.push(...problems.map(problem => `${screen.name}: ${problem}`))
    }
    await close()
    expect([...found, ...complaints]).toEqual([])
  })

  test('distinguish selected, open and current rows, priorities and days', async () => {
    const { page, close } = await watch(device)
    await show(page, address, { name: 'today', shows: '.row' }, look)
    for (const key of ['j', 'x', 'j', 'x', 'j', 'o', 'k']) await page.keyboard.press(key)
    await page.locator('.row[data-open]').waitFor()
    const looks = () =>
      page.locator('.row').evaluateAll(rows =>
        rows.slice(0, 4).map(row => {
          const [at, body] = [getComputedStyle(row), getComputedStyle(row.querySelector('.row-body') ?? row)]
          return `${at.outlineStyle} ${body.outlineStyle}`
        }),
      )
    // Selected; selected and current; open; none of these.
    await expect.poll(looks, { timeout: 20_000 }).toEqual(['none solid', 'solid solid', 'none dotted', 'none none'])
    const edges = ['P1', 'P2', 'P3', 'P4'].map(priority =>
      page
        .locator(`.row.${priority}`)
        .first()
        .evaluate(row => getComputedStyle(row, '::before').width),
    )
    expect(await Promise.all(edges)).toEqual(['7px', '5px', '3px', 'auto'])
    await page.locator('.detail .line-button').first().click()
    const day = (selected: boolean) =>
      page
        .locator(`.day[aria-selected="${selected}"]`)
        .first()
        .evaluate(element => getComputedStyle(element).backgroundColor)
    expect(await day(true)).not.toBe(await day(false))
    await close()
  })
})
