// `node scripts/run.ts task-api`: runs one function in a process of its own, as in a cluster.
import { functionNames, loadFunction } from '../functions/kit/function-names.ts'
import { run } from '../functions/kit/run.ts'

const [name = ''] = process.argv.slice(2)
if (functionNames().includes(name)) await run(await loadFunction(name))
else {
  console.error(`There is no function «${name}». The functions are ${functionNames().join(', ')}.`)
  process.exitCode = 2
}
