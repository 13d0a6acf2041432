import { run } from '../shared/runtime/run.ts'
import { entries, wire } from './wire.ts'

run('audit-sink', entries, wire)
