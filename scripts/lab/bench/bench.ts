// `npm run bench`: measures every figure and its reference in one run. `npm run bench -- create search` runs two of them.
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { setScale } from './parts/scale.ts'

const folder = import.meta.dirname
const known = readdirSync(folder, { withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== path.basename(import.meta.filename))
  .map(entry => entry.name.slice(0, -3))
  .sort()

const { values, positionals } = parseArgs({
  // A scale below 1 only shows that everything runs: the targets are for the full size.
  options: { scale: { type: 'string', default: '1' } },
  allowPositionals: true,
})
setScale(Number(values.scale))
const unknown = positionals.filter(name => !known.includes(name))
if (unknown.length) {
  console.error(`There is no bench «${unknown.join(', ')}». The benches are ${known.join(', ')}.`)
  process.exit(2)
}

const began = performance.now()
for (const name of positionals.length ? positionals : known) {
  console.log(`\n${name}`)
  const { bench } = await import(path.join(folder, `${name}.ts`))
  await bench()
}
console.log(`\n${Math.round((performance.now() - began) / 1000)} s`)
