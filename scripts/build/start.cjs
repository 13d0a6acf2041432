// What the image runs: `node start.cjs task-api` is the function task-api, `node start.cjs migrate` the migrations.
//
// Each file of code has V8's compiled form beside it. Node's own compile cache would not do: it looks in a folder whose
// name holds the user and the features of the processor, so what was baked into an image is missed on most machines.
const { existsSync, readdirSync, readFileSync } = require('node:fs')
const path = require('node:path')
const { Script } = require('node:vm')

const loaded = new Map()

/** Runs a file once, and answers its exports. `watch` sees what was compiled. */
function load(file, watch) {
  const known = loaded.get(file)
  if (known) return known.exports
  const module = { exports: {} }
  loaded.set(file, module)
  const code = readFileSync(file, 'latin1')
  const script = new Script(`(function (exports, require, module, __filename) {${code}\n})`, {
    filename: file,
    cachedData: compiledOf(file),
  })
  watch?.(file, script)
  const requireFrom = id => (id.startsWith('.') ? load(path.join(path.dirname(file), id), watch) : require(id))
  script.runInThisContext()(module.exports, requireFrom, module, file)
  return module.exports
}

/** Of another Node, or one with other flags, V8 takes none and compiles: slower, and the same otherwise. */
function compiledOf(file) {
  try {
    return readFileSync(`${file}.v8`)
  } catch {
    return undefined
  }
}

function start(name = '') {
  const main = path.join(__dirname, name, 'main.cjs')
  if (/^[a-z][a-z-]*$/.test(name) && existsSync(main)) return load(main)
  const known = readdirSync(__dirname).filter(folder => existsSync(path.join(__dirname, folder, 'main.cjs')))
  process.stderr.write(`zerodue: There is nothing called «${name}»: the one argument is ${known.join(', ')}.\n`)
  process.exitCode = 2
}

module.exports = { load }
if (require.main === module) start(process.argv[2])
