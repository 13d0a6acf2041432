import type { CDPSession, Page } from 'playwright'

export interface Finger {
  /** Down in the middle of what the selector finds, along these points from there, and up. */
  swipe(on: ReturnType<Page['locator']>, ...ways: [x: number, y: number][]): Promise<void>
}

/** A finger on a page that can be touched. The browser decides, as on a phone, whether it scrolls or the page follows. */
export async function fingerOn(page: Page): Promise<Finger> {
  const browser: CDPSession = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
    browser.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
  return {
    async swipe(on, ...ways) {
      const box = await on.boundingBox()
      if (!box) throw new Error('There is nothing to touch.')
      let [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
      await touch('touchStart', x, y)
      for (const [dx, dy] of ways) {
        const steps = 8
        for (let step = 1; step <= steps; step++)
          await touch('touchMove', x + (dx * step) / steps, y + (dy * step) / steps)
        ;[x, y] = [x + dx, y + dy]
      }
      await touch('touchEnd')
    },
  }
}
