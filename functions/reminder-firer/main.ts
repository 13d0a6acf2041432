import { run } from '../shared/runtime/run.ts'
import { entries, wire } from './wire.ts'

await run('reminder-firer', entries, wire)
