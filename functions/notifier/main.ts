import { run } from '../kit/run.ts'
import { entries, wire } from './wire.ts'

run('notifier', entries, wire)
