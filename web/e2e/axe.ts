import axe from 'axe-core'
import type { Page } from 'playwright'

/** The violations that axe finds on the page, one line each; by all rules, or by some. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async only => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe
    const { violations: found } = await run.run(document, {
      resultTypes: ['violations'],
      ...(only && { runOnly: only }),
    })
    return found.flatMap(({ id, help, nodes }) =>
      nodes.map(node => `${id}: ${help}: ${node.target.join(' ')}: ${node.html.slice(0, 160)}`),
    )
  }, rules)
}
