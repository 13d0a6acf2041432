import { describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { screens, show, wear, widths } from './screens.ts'
import { faintMarks, unseenFocus } from './testing/visibility.ts'
import { standInBrowser } from './testing/stand-in.ts'

const { address, watch } = await standInBrowser()

const languages = ['en', 'ur'] as const
const devices = ['desktop', 'phone'] as const

describe.each(languages.flatMap(language => devices.map(device => ({ language, device }))))(
  'on a $device in $language',
  ({ language, device }) => {
    test('axe finds nothing wrong with any screen in any theme, and no page says, asks or does what it may not', async () => {
      const { page, complaints, close } = await watch({
        viewport: { width: widths[device], height: 900 },
        hasTouch: device === 'phone',
      })
      const found: string[] = []
      for (const screen of screens) {
        await show(page, address, screen, { language, theme: 'light' })
        const wrong = await violations(page)
        for (const theme of device === 'desktop' ? (['dark', 'contrast'] as const) : (['dark'] as const)) {
          await wear(page, theme)
          wrong.push(...(await violations(page, ['color-contrast'])))
        }
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wrong.push('is too wide')
        found.push(...wrong.map(what => `${screen.name}: ${what}`))
      }
      await close()
      expect([...found, ...complaints]).toEqual([])
    }, 600_000)
  },
)

describe('in colours that the device chooses', () => {
  // The theme that was chosen in the client is another one: it has no say.
  const device = { forcedColors: 'active', colorScheme: 'dark' } as const
  const look = { language: 'en', theme: 'light' } as const
  const looked = ['today', 'done', 'a task', 'a due date', 'a repeat', 'adding', 'settings', 'sign in']

  test('every place that takes the focus shows it, and every mark can be seen', async () => {
    const { page, complaints, close } = await watch(device)
    const found: string[] = []
    for (const screen of screens.filter(({ name }) => looked.includes(name))) {
      await show(page, address, screen, look)
      const wrong = [...(await page.evaluate(faintMarks)), ...(await violations(page, ['color-contrast']))]
      await page.keyboard.press('Shift')
      wrong.push(...(await page.evaluate(unseenFocus)))
      found.push(...wrong.map(what => `${screen.name}: ${what}`))
    }
    await close()
    expect([...found, ...complaints]).toEqual([])
  })

  test('a row that is selected, one that is open and one that has the keys differ, and so do priorities and days', async () => {
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
    // Selected; selected and with the keys; open; none of these.
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
