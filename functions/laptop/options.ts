import path from 'node:path'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { CannotStart } from '../kit/postgres/embedded-cannot-start.ts'
import { root } from '../kit/root.ts'
import { type Environment, port, readSettings, url } from '../kit/settings/settings.ts'

export const help = `npm start [-- options]

Starts Zerodue on http://localhost:8080 with its own Postgres, and keeps all data in .zerodue/.

  --demo      creates a demo account with a few tasks, and shows how to sign in
  --migrate   brings the database of DATABASE_URL to the newest schema first
  --help      shows this

Settings (environment variables):
  PORT          the port to listen on (8080)
  HOST          the address to listen on (127.0.0.1: this computer only; 0.0.0.0: all)
  ZERODUE_HOME  the folder for all data (.zerodue)
  DATABASE_URL  a Postgres to use instead of the embedded one (postgres://…)
  EVENTS        how events travel: local (the default), kafka, or dapr (with a Kafka behind it)
  KAFKA_BROKERS the brokers of Kafka (host:port,host:port)`

const entries = {
  PORT: v.optional(port, '8080'),
  HOST: v.optional(v.string(), '127.0.0.1'),
  ZERODUE_HOME: v.optional(v.string(), '.zerodue'),
  DATABASE_URL: v.optional(v.pipe(url, v.regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'))),
}

export type Options = ReturnType<typeof readOptions>

export function readOptions(args: string[], environment: Environment) {
  const settings = readSettings(entries, environment)
  return {
    ...flagsIn(args),
    port: settings.PORT,
    host: settings.HOST,
    home: path.resolve(root, settings.ZERODUE_HOME),
    databaseUrl: settings.DATABASE_URL,
  }
}

function flagsIn(args: string[]) {
  const flag = { type: 'boolean', default: false } as const
  try {
    return parseArgs({ args, options: { demo: flag, migrate: flag, help: { ...flag, short: 'h' } } }).values
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\. To specify .*$/s, '') : String(error)
    throw new CannotStart(`${reason.replace(/\.$/, '')}: npm start -- --help shows what there is.`)
  }
}
