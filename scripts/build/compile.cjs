// `node compile.cjs DIST NAME [serves]`: runs a bundle and, if it serves, sends it the first requests of a platform. Then it
// writes the code that V8 has compiled beside each file, where start.cjs looks for it.
const { readdirSync, writeFileSync } = require('node:fs')
const path = require('node:path')
const { setTimeout: pause } = require('node:timers/promises')

const [dist, name, serves] = process.argv.slice(2)
const folder = path.join(dist, name)
const { load } = require(path.join(dist, 'start.cjs'))
const scripts = new Map()
const watch = (file, script) => scripts.set(file, script)
const address = `http://127.0.0.1:${process.env.PORT}`
const patienceMs = 10_000

/** An event that no handler takes: the function reads it as any other and does nothing. */
const event = {
  method: 'POST',
  headers: {
    authorization: `Bearer ${process.env.EVENTS_SECRET}`,
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    'ce-type': 'zerodue.nothing.v1',
    'ce-source': '/build',
    'ce-id': 'build',
  },
  body: '{}',
}

async function untilItAnswers() {
  for (const began = Date.now(); Date.now() - began < patienceMs && !process.exitCode; await pause(20)) {
    const answer = await fetch(`${address}/health`).catch(() => {})
    if (answer?.ok) return
  }
  throw new Error(`${name} does not answer /health with sample settings.`)
}

async function main() {
  load(path.join(folder, 'main.cjs'), watch)
  if (serves === 'serves') {
    await untilItAnswers()
    for (const [where, what] of [['/ready'], ['/metrics'], ['/api/config'], ['/', event]]) {
      const answer = await fetch(address + where, what)
      // Without a database some routes answer 503. A 400 or 500 is a bug and must not get into an image.
      if (answer.status === 400 || answer.status === 500) throw new Error(`${where}: ${await answer.text()}`)
      await answer.arrayBuffer()
    }
  }
  const lazy = readdirSync(folder).includes('lazy') ? readdirSync(path.join(folder, 'lazy')) : []
  for (const file of lazy) if (file.endsWith('.cjs')) load(path.join(folder, 'lazy', file), watch)
  for (const [file, script] of scripts) writeFileSync(`${file}.v8`, script.createCachedData())
  process.exit(0)
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
