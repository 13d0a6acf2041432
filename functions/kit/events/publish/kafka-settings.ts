import type { KafkaConfig, SASLOptions } from 'kafkajs'
import * as v from 'valibot'
import { SettingsError } from '../../settings/settings.ts'

const addresses = v.pipe(
  v.string(),
  v.transform(list => list.split(',').map(one => one.trim())),
  v.array(
    v.pipe(
      v.string(),
      v.regex(/^[^\s:/]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d{1,5}$/i, 'must be host:port, with commas between'),
    ),
  ),
)
const pem = v.pipe(v.string(), v.regex(/-----BEGIN /, 'must be PEM: -----BEGIN …'))

/** The settings for a connection to Kafka. */
export const kafkaEntries = {
  KAFKA_BROKERS: v.optional(addresses),
  KAFKA_SASL_MECHANISM: v.optional(
    v.pipe(v.string(), v.toLowerCase(), v.picklist(['plain', 'scram-sha-256', 'scram-sha-512'])),
  ),
  KAFKA_SASL_USERNAME: v.optional(v.string()),
  KAFKA_SASL_PASSWORD: v.optional(v.string()),
  KAFKA_TLS_ENABLED: v.optional(v.picklist(['true', 'false'])),
  KAFKA_TLS_CA: v.optional(pem),
  KAFKA_TLS_CERT: v.optional(pem),
  KAFKA_TLS_KEY: v.optional(pem),
}
const schema = v.object(kafkaEntries)
export type KafkaSettings = v.InferOutput<typeof schema>

export type KafkaConnection = Pick<KafkaConfig, 'ssl' | 'sasl'> & { brokers: string[] }

/** The connection for kafkajs. Incomplete TLS or SASL settings are an error, so that nothing connects in clear by mistake. */
export function kafkaConnection(settings: KafkaSettings): KafkaConnection {
  const brokers = settings.KAFKA_BROKERS
  if (!brokers) throw new SettingsError('EVENTS=kafka needs KAFKA_BROKERS, such as KAFKA_BROKERS=localhost:9092.')
  return { brokers, ...tlsOf(settings), ...saslOf(settings) }
}

function tlsOf(settings: KafkaSettings): Pick<KafkaConnection, 'ssl'> {
  const { KAFKA_TLS_ENABLED: enabled, KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key } = settings
  if (!cert !== !key) throw new SettingsError('KAFKA_TLS_CERT and KAFKA_TLS_KEY belong together: set both or neither.')
  const files = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) }
  const given = Object.keys(files).length > 0
  if (enabled === 'false' && given)
    throw new SettingsError('KAFKA_TLS_ENABLED=false contradicts the other KAFKA_TLS_* settings.')
  if (given) return { ssl: files }
  return enabled === 'true' ? { ssl: true } : {}
}

function saslOf(settings: KafkaSettings): Pick<KafkaConnection, 'sasl'> {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = settings
  if (!mechanism && !username && !password) return {}
  if (!mechanism || !username || !password)
    throw new SettingsError(
      'KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD belong together: set all or none.',
    )
  return { sasl: { mechanism, username, password } as SASLOptions }
}
