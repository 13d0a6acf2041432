import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { root } from '../../../functions/kit/root.ts'
import { startKafka } from '../platform/kafka.ts'

/** Kafka and Postgres on this computer, where pods reach them. */
export interface DataAddresses {
  address: string
  brokers: string
  kafkaPort: number
  postgresPort: number
  /** Of the owner of the database. */
  password: string
}

const keeper = path.join(root, 'functions', 'shared', 'testing', 'keep-postgres.ts')

export async function startHostData(folder: string, address: string) {
  const { url, stop } = await keepPostgres(path.join(folder, 'postgres'), address)
  try {
    const sql = postgres(url, { max: 1, onnotice: () => {} })
    await sql`create database zerodue`
    await sql.end()
    const kafka = await startKafka({ folder: path.join(folder, 'kafka'), host: address })
    const { port, password } = new URL(url)
    const kafkaPort = Number(kafka.brokers.split(':').at(-1))
    return {
      address,
      brokers: kafka.brokers,
      kafkaPort,
      postgresPort: Number(port),
      password,
      stop: async () => void (await Promise.all([kafka.stop(), stop()])),
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A process of its own keeps it, and ends it when this one ends, however that happens. */
async function keepPostgres(folder: string, address: string) {
  mkdirSync(folder, { mode: 0o711 })
  const whoMay = path.join(folder, 'who-may.conf')
  writeFileSync(whoMay, 'host all all 0.0.0.0/0 scram-sha-256\n', { mode: 0o644 })
  const settings = { listen_addresses: `127.0.0.1,${address}`, hba_file: whoMay }
  const child = spawn(process.execPath, [keeper, folder, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  const ended = once(child, 'exit')
  const [said] = await Promise.race([once(child.stdout, 'data'), ended])
  if (child.exitCode !== null) throw new Error('The Postgres for the cluster did not start: see above.')
  return {
    url: String(said).trim(),
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}
