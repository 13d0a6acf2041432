import { run } from '../kit/run.ts'
import { entries, wire } from './wire.ts'

run('recurrence-handler', entries, wire)
