// What the image runs: `node start.cjs task-api` is the function task-api, `node start.cjs migrate` the migrations.
const { existsSync, readdirSync } = require('node:fs')
const path = require('node:path')

const name = process.argv[2] ?? ''
const main = path.join(__dirname, name, 'main.mjs')
if (/^[a-z-]+$/.test(name) && existsSync(main)) import(main)
else {
  const known = readdirSync(__dirname).filter(folder => existsSync(path.join(__dirname, folder, 'main.mjs')))
  process.stderr.write(`zerodue: There is nothing called «${name}»: the one argument is ${known.join(', ')}.\n`)
  process.exitCode = 2
}
