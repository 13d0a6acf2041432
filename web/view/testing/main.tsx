import { render } from 'preact'
import { localAt } from '../../../functions/domain/zone.ts'
import { App } from '../app.tsx'
import { manyTasks, sampleTasks } from './sample-tasks.ts'
import { type StandInOptions, standIn } from './stand-in.ts'

/** The screens over the stand-in client, as the address asks: `?language=ur&theme=dark&tasks=10000`. */
const options = new URLSearchParams(location.search)
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const today = localAt(new Date(), zone).date
const count = options.get('tasks')
const client = standIn({
  tasks: count === null ? sampleTasks(today, zone) : manyTasks(Number(count), today, zone),
  language: (options.get('language') ?? 'en') as StandInOptions['language'],
  theme: (options.get('theme') ?? 'light') as StandInOptions['theme'],
  connection: (options.get('connection') ?? 'online') as StandInOptions['connection'],
  signedIn: options.get('account') !== 'none',
  zone,
  programs: options.get('programs'),
})
Object.assign(globalThis, { standIn: client })

const place = document.getElementById('app')
if (place) render(<App client={client} />, place)
