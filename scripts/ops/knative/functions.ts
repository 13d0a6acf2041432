import path from 'node:path'
import type { Hono } from 'hono'
import type * as v from 'valibot'
import { admission } from '../../../functions/kit/events/admission.ts'
import { brokerPublisher } from '../../../functions/kit/events/publish/broker.ts'
import type { Door } from '../../../functions/kit/events/receive.ts'
import { createLog } from '../../../functions/kit/log.ts'
import { root } from '../../../functions/kit/root.ts'
import { commonEntries, type Platform, type Wired } from '../../../functions/kit/run.ts'
import { type Environment, readSettings } from '../../../functions/kit/settings/settings.ts'

interface Wiring {
  entries: v.ObjectEntries
  wire: (settings: object, platform: Platform) => Wired
}

export const wiringOf = (name: string): Promise<Wiring> => import(path.join(root, 'functions', name, 'wire.ts'))

/** Every setting that a function knows. */
export async function entriesOf(name: string): Promise<v.ObjectEntries> {
  return { ...commonEntries, ...(await wiringOf(name)).entries }
}

/** The function as `main.ts` makes it, short of listening: nothing connects before somebody asks it something. */
export async function wired(name: string, environment: Environment): Promise<Wired> {
  const { entries, wire } = await wiringOf(name)
  const settings = readSettings(commonEntries, environment)
  const log = createLog(name, 'silent')
  const publisher = brokerPublisher(settings, name, log)
  const platform = {
    databaseUrl: settings.DATABASE_URL,
    publisher,
    admit: admission(settings),
    log,
    now: () => new Date(),
  }
  return wire(readSettings(entries, environment), platform)
}

/** The door for events at a path of a function. */
export function doorAt(app: Hono, pathname: string): Door | undefined {
  const handler = app.routes.find(({ method, path }) => method === 'POST' && path === pathname)?.handler
  return handler && 'takes' in handler ? (handler as Door) : undefined
}

/** Whether people or programs outside ask it anything, beside what platforms ask. */
export const isAskedFromOutside = (app: Hono): boolean =>
  app.routes.some(
    ({ method, path }) =>
      method !== 'ALL' &&
      !['/', '/health', '/ready', '/metrics'].includes(path) &&
      !/^\/(job|commands|dead-letters)\b/.test(path),
  )
