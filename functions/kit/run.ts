import type { Hono } from 'hono'
import * as v from 'valibot'
import { admission, admissionEntries } from './events/admission.ts'
import type { Publisher } from './events/event.ts'
import type { Admit } from './events/may-deliver.ts'
import { brokerPublisher, eventsEntries } from './events/publish/broker.ts'
import { forWeb, webEntries } from './http/cors.ts'
import { serve } from './http/serve.ts'
import { createLog, type Log } from './log.ts'
import { withSecrets } from './settings/secrets.ts'
import { logLevel, port, readSettings, SettingsError } from './settings/settings.ts'

/** What every function is given, whether it has a process of its own or shares one with the others. */
export interface Platform {
  databaseUrl: string
  publisher: Publisher
  admit: Admit
  log: Log
  now: () => Date
}

/** A function that can be asked. */
export interface Wired {
  app: Hono
  /** When it can be reached: repairs what an earlier run left behind. */
  begin(): void
  /** When it is to end: ends what would never end by itself. Requests that are under way are finished after that. */
  stop?(): void
  close(): Promise<void>
}

/** What every function takes from its environment; beside it, each has entries of its own. */
export const commonEntries = {
  PORT: v.optional(port, '8080'),
  /** In a pod 0.0.0.0, whose image says so: nothing listens to others unless it is told to. */
  HOST: v.optional(v.string(), '127.0.0.1'),
  DATABASE_URL: v.optional(v.string(), ''),
  LOG_LEVEL: v.optional(logLevel, 'info'),
  ...webEntries,
  ...eventsEntries,
  ...admissionEntries,
}

/** Runs one function as a process of its own, as in a cluster: settings in, dependencies out, listen. */
export async function run<const TEntries extends v.ObjectEntries>(
  name: string,
  entries: TEntries,
  wire: (settings: v.InferOutput<v.ObjectSchema<TEntries, undefined>>, platform: Platform) => Wired,
): Promise<void> {
  try {
    const environment = await withSecrets(process.env)
    const settings = readSettings(commonEntries, environment)
    const log = createLog(name, settings.LOG_LEVEL)
    const publisher = brokerPublisher(settings, name, log)
    const platform = {
      databaseUrl: settings.DATABASE_URL,
      publisher,
      admit: admission(settings),
      log,
      now: () => new Date(),
    }
    const wired = wire(readSettings(entries, environment), platform)
    await serve(forWeb(wired.app, settings.WEB_ORIGINS), {
      port: settings.PORT,
      host: settings.HOST,
      ...(wired.stop && { onStop: wired.stop }),
      beforeExit: [wired.close, () => publisher.close()],
    })
    wired.begin()
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error
    process.stderr.write(`${name}: ${error.message}\n`)
    process.exitCode = 1
  }
}

/** The database of a function that has one. */
export function requireDatabase({ databaseUrl }: Platform): string {
  if (databaseUrl) return databaseUrl
  throw new SettingsError('The settings are not complete: DATABASE_URL is missing. The README lists them all.')
}
