import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'
import { keepPostgres } from '../../../functions/kit/testing/one-postgres.ts'
import { startKafka } from '../platform/kafka.ts'

/** Kafka and Postgres on this computer, at an address that pods reach. */
export interface DataAddresses {
  address: string
  brokers: string
  kafkaPort: number
  postgresPort: number
  /** The password of the owner of the database. */
  password: string
}

export async function startHostData(folder: string, address: string) {
  const { url, stop } = await startPostgres(path.join(folder, 'postgres'), address)
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

/** A Postgres that pods reach: they must show its password. */
function startPostgres(folder: string, address: string) {
  mkdirSync(folder, { mode: 0o711 })
  const accessRules = path.join(folder, 'access-rules.conf')
  writeFileSync(accessRules, 'host all all 0.0.0.0/0 scram-sha-256\n', { mode: 0o644 })
  return keepPostgres(folder, { listen_addresses: `127.0.0.1,${address}`, hba_file: accessRules })
}
