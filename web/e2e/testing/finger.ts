import type { CDPSession, Page } from 'playwright'

export interface Finger {
  /** Touches the middle of the element, moves along the given offsets, and lifts. */
  swipe(on: ReturnType<Page['locator']>, ...offsets: [x: number, y: number][]): Promise<void>
}

/** A finger on a touch screen. The browser decides between scrolling and pointer events, as on a phone. */
export async function fingerOn(page: Page): Promise<Finger> {
  const browser: CDPSession = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x = 0, y = 0) =>
    browser.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
  return {
    async swipe(on, ...offsets) {
      const box = await on.boundingBox()
      if (!box) throw new Error('The element is not visible.')
      let [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
      await touch('touchStart', x, y)
      for (const [dx, dy] of offsets) {
        const steps = 8
        for (let step = 1; step <= steps; step++)
          await touch('touchMove', x + (dx * step) / steps, y + (dy * step) / steps)
        ;[x, y] = [x + dx, y + dy]
      }
      await touch('touchEnd')
    },
  }
}
