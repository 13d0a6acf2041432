import { run } from '../shared/runtime/run.ts'
import { entries, wire } from './wire.ts'

run('task-api', entries, wire)
