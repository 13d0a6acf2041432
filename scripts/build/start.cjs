// The entry point of the image: `node start.cjs task-api` runs the function task-api, `node start.cjs migrate` the migrations.
//
// V8's compiled code is beside each file. Node's own compile cache does not work in an image: the name of its folder depends
// on the user and the processor, so most machines would miss it.
const { existsSync, readdirSync, readFileSync } = require('node:fs')
const path = require('node:path')
const { Script } = require('node:vm')

const loaded = new Map()

/** Runs a file once and returns its exports. `watch` gets each compiled script. */
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

/** V8 rejects code that another Node, or one with other flags, has compiled: then it compiles again, which is only slower. */
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
  process.stderr.write(`zerodue: There is no program «${name}»: the argument must be one of ${known.join(', ')}.\n`)
  process.exitCode = 2
}

module.exports = { load }
if (require.main === module) start(process.argv[2])
