import { readSources } from '../../../functions/laptop/kafka-source/manifest.ts'
import { base, containersOf, type Manifest, ofKind, readManifests, servicesIn } from './manifests.ts'

/** A reason for which a function at zero gets a pod. */
export interface Wake {
  functionName: string
  by: string
  /** How often it happens in an hour in which nothing is due. */
  anIdleHour: number
}

/** Everything in the manifests that sends requests to a function. */
export function wakes(manifests: Manifest[] = readManifests(base)): Wake[] {
  return servicesIn(manifests).flatMap(service => {
    const functionName = service.metadata.name
    const wake = (by: string, anIdleHour = 0) => ({ functionName, by, anIdleHour })
    const isPublic = !service.metadata.labels?.['networking.knative.dev/visibility']
    return [
      ...(isPublic ? [wake('a request over HTTP')] : []),
      ...readSources(base)
        .filter(({ to }) => to === functionName)
        .map(({ topics }) => wake(`a record in ${topics.map(topic => `\`${topic}\``).join(', ')}`)),
      ...ofKind(manifests, 'Deployment')
        .filter(one => alarmOf(one) === functionName)
        .map(() => wake('an alarm of Dapr when something is due')),
      ...ofKind(manifests, 'PingSource')
        .filter(({ spec }) => spec.sink.ref.name === functionName)
        .map(({ spec }) => wake(`the sweep, \`${spec.schedule}\``, timesAnHour(spec.schedule))),
    ]
  })
}

/** The function that a daprd calls. */
function alarmOf(deployment: Manifest): string | undefined {
  const args = containersOf(deployment).flatMap(one => one.args ?? [])
  return args.map(arg => /^--app-channel-address=([a-z-]+)\./.exec(arg)?.[1]).find(name => name !== undefined)
}

/** For a schedule with minutes of every hour, or of some hours of every day. */
function timesAnHour(schedule: string): number {
  const [minutes = '', hours = ''] = schedule.split(' ')
  const share = hours === '*' ? 1 : hours.split(',').length / 24
  return minutes.split(',').length * share
}

/** How long one request keeps a pod: the autoscaler's window, and some seconds to start and to end. */
export function secondsAwake({ spec }: Manifest): number {
  const window = Number.parseInt(spec.template.metadata.annotations['autoscaling.knative.dev/window'] ?? '60', 10)
  return window + 10
}

export interface Hour {
  podMinutes: number
  dollars: number
}

/** The approximate price of a processor and of a GiB, for an hour each, at large clouds that bill the requests of pods. */
const price = { cpu: 0.0445, gib: 0.0049 }

/** The costs of an hour of all functions: with nothing due, and with one pod of each always running. */
export function costs(manifests: Manifest[] = readManifests(base)): { idle: Hour; alwaysOn: Hour } {
  const all = wakes(manifests)
  const sum = (hours: Hour[]) => ({
    podMinutes: hours.reduce((total, one) => total + one.podMinutes, 0),
    dollars: hours.reduce((total, one) => total + one.dollars, 0),
  })
  const services = servicesIn(manifests).map(service => {
    const often = all
      .filter(one => one.functionName === service.metadata.name)
      .reduce((n, one) => n + one.anIdleHour, 0)
    return { minutes: (often * secondsAwake(service)) / 60, dollars: dollarsAnHour(service) }
  })
  return {
    idle: sum(services.map(({ minutes, dollars }) => ({ podMinutes: minutes, dollars: (dollars * minutes) / 60 }))),
    alwaysOn: sum(services.map(({ dollars }) => ({ podMinutes: 60, dollars }))),
  }
}

function dollarsAnHour(service: Manifest): number {
  return containersOf(service).reduce((total, { resources }) => {
    const { cpu = '0m', memory = '0Mi' } = resources?.requests ?? {}
    return total + (Number.parseInt(cpu, 10) / 1_000) * price.cpu + (Number.parseInt(memory, 10) / 1_024) * price.gib
  }, 0)
}

/** The rows of the table in knative/README.md. */
export const accountRows = (all: Wake[] = wakes()): string[] =>
  all.map(
    ({ functionName, by, anIdleHour }) =>
      `| \`${functionName}\` | ${by} | ${anIdleHour >= 1 || !anIdleHour ? anIdleHour : `1/${1 / anIdleHour}`} |`,
  )
