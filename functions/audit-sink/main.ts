import { run } from '../kit/run.ts'
import { entries, wire } from './wire.ts'

run('audit-sink', entries, wire)
