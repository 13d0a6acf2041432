import { expect, onTestFinished, test } from 'vitest'
import { en } from '../view/words/en.ts'
import { startBrowser } from './browser.ts'
import { enter, goTo, newEmail, openDevice } from './testing/person.ts'
import { startSystem } from './testing/system.ts'

const count = 300

test('the import says how many tasks are here, and “Imported” when the list has them all', async () => {
  const { address } = await startSystem({}, onTestFinished)
  const browser = await startBrowser()
  try {
    const device = await openDevice(browser, address)
    await enter(device, 'sign-up', newEmail())
    await goTo(device, 'settings')
    const rows = Array.from({ length: count }, (_, i) => `Task ${i},moved`)
    const buffer = Buffer.from(['Title,Tags', ...rows].join('\n'))
    await device.page.setInputFiles('[type=file]', { name: 'tasks.csv', mimeType: 'text/csv', buffer })
    const run = device.page.locator('.import-report .primary')
    await run.waitFor()
    await device.page.evaluate(watchImport)
    await run.click()

    await device.page.getByText(en.settings.importDone(count, '300')).waitFor()

    const seen = await device.page.evaluate<{ steps: string[]; tasksThen: string }>('seen')
    expect(seen.steps[0]).toBe(en.settings.importServer)
    expect(seen.steps).toContain(en.settings.importArriving('300', '300'))
    expect(seen.tasksThen).toBe('300')
    expect(device.complaints).toEqual([])
  } finally {
    await browser.close()
  }
}, 300_000)

/** Notes each sentence of the progress, and the number beside the tag in the sidebar when "Imported" appears. */
const watchImport = `
  globalThis.seen = { steps: [], tasksThen: '' }
  new MutationObserver(() => {
    const step = document.querySelector('.import-running p')?.textContent
    if (step && seen.steps.at(-1) !== step) seen.steps.push(step)
    const isDone = [...document.querySelectorAll('.settings-message')].some(one => one.textContent.startsWith('Imported'))
    if (isDone) seen.tasksThen ||= document.querySelector('.sidebar [href$="/tag/moved"] .nav-count [aria-hidden]')?.textContent
  }).observe(document.body, { childList: true, subtree: true, characterData: true })`
