// `node scripts/run.ts task-api`: one function as a process of its own, as a cluster runs it.
import { functionNames, loadFunction } from '../functions/kit/function-names.ts'
import { run } from '../functions/kit/run.ts'

const [name = ''] = process.argv.slice(2)
if (functionNames().includes(name)) await run(await loadFunction(name))
else {
  console.error(`There is no function «${name}»: choose from ${functionNames().join(', ')}.`)
  process.exitCode = 2
}
