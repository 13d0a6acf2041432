import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, test } from 'vitest'

/** The output of code in a new process, in which Node's HTTP client is not loaded yet. */
function outputOf(code: string): unknown[] {
  const file = JSON.stringify(path.join(import.meta.dirname, 'web-classes.ts'))
  const script = `
    const { webClasses } = await import(${file})
    const { Headers, Request, Response } = webClasses
    const loaded = () => process.moduleLoadList.includes('NativeModule internal/deps/undici/undici')
    const say = what => console.log(JSON.stringify(what))
    ${code}`
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
}

test('inheriting from a class, or testing a plain object with instanceof, does not load the real class', () => {
  const code = `
    class Own extends Request { }
    const light = Object.create(Response.prototype)
    say([{} instanceof Headers, null instanceof Headers, [] instanceof Response, light instanceof Response, loaded()])`
  expect(outputOf(code)).toEqual([[false, false, false, true, true]])
  expect(outputOf(code.replace('[] instanceof Response, ', ''))).toEqual([[false, false, true, false]])
})

test('constructors, subclasses and static methods make real objects', () => {
  expect(
    outputOf(`
    class Own extends Request { get own() { return true } }
    const own = new Own('http://a.example/', { method: 'POST', body: 'text' })
    say([own.own, own.method, await own.text(), own instanceof Request, own instanceof globalThis.Request])
    say([new Headers({ a: 'b' }).get('a'), new Headers() instanceof globalThis.Headers])
    say([await Response.json({ a: 1 }).json(), Response.error().type, Response.name])
    say([new globalThis.Headers() instanceof Headers, (await fetch('data:,hello')) instanceof Response])`),
  ).toEqual([
    [true, 'POST', 'text', true, true],
    ['b', true],
    [{ a: 1 }, 'error', 'Response'],
    [true, true],
  ])
})

test('an object that inherited before the class was loaded has its methods afterwards', () => {
  expect(
    outputOf(`
    const light = Object.create(Object.setPrototypeOf({}, Headers.prototype))
    const before = typeof light.get
    new Headers()
    say([before, typeof light.get])`),
  ).toEqual([['undefined', 'function']])
})
