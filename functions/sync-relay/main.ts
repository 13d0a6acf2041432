import { run } from '../shared/runtime/run.ts'
import { entries, wire } from './wire.ts'

await run('sync-relay', entries, wire)
