import { expect, test } from 'vitest'
import { createLog } from '../../log.ts'
import { readSettings } from '../../settings/settings.ts'
import { brokerPublisher, eventsEntries } from './broker.ts'
import { kafkaConnection } from './kafka-settings.ts'

const read = (environment: Record<string, string>) => readSettings(eventsEntries, environment)
const connectionOf = (environment: Record<string, string>) => kafkaConnection(read(environment))
const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'

test('KAFKA_BROKERS is a list with commas', () => {
  expect(connectionOf({ KAFKA_BROKERS: 'a:9092, [::1]:9093' })).toEqual({ brokers: ['a:9092', '[::1]:9093'] })
})

test('KAFKA_TLS_ENABLED or a certificate authority turns TLS on', () => {
  expect(connectionOf({ KAFKA_BROKERS: 'a:1', KAFKA_TLS_ENABLED: 'true' }).ssl).toBe(true)
  expect(connectionOf({ KAFKA_BROKERS: 'a:1', KAFKA_TLS_CA: pem }).ssl).toEqual({ ca: pem })
})

test('the SASL settings become the mechanism, user and password of the connection', () => {
  const sasl = { KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_SASL_USERNAME: 'ana', KAFKA_SASL_PASSWORD: 'x' }
  expect(connectionOf({ KAFKA_BROKERS: 'a:1', ...sasl }).sasl).toEqual({
    mechanism: 'scram-sha-512',
    username: 'ana',
    password: 'x',
  })
})

test.each([
  [{}, 'EVENTS=kafka needs KAFKA_BROKERS'],
  [{ KAFKA_BROKERS: 'a' }, 'KAFKA_BROKERS: must be host:port'],
  [{ KAFKA_BROKERS: 'kafka://a:9092' }, 'KAFKA_BROKERS: must be host:port'],
  [{ KAFKA_BROKERS: 'a:1', KAFKA_SASL_USERNAME: 'ana' }, 'KAFKA_SASL_PASSWORD belong together'],
  [{ KAFKA_BROKERS: 'a:1', KAFKA_SASL_MECHANISM: 'gssapi' }, 'KAFKA_SASL_MECHANISM: '],
  [{ KAFKA_BROKERS: 'a:1', KAFKA_TLS_CERT: pem }, 'KAFKA_TLS_CERT and KAFKA_TLS_KEY belong together'],
  [{ KAFKA_BROKERS: 'a:1', KAFKA_TLS_CA: '/etc/ca.pem' }, 'KAFKA_TLS_CA: must be PEM'],
  [{ KAFKA_BROKERS: 'a:1', KAFKA_TLS_CA: pem, KAFKA_TLS_ENABLED: 'false' }, 'contradicts'],
])('%j is refused, with the name of the setting, before anything connects', (environment, words) => {
  expect(() => connectionOf(environment)).toThrow(words)
})

test('a function that runs on its own refuses EVENTS=local, and names a missing or wrong setting', () => {
  const log = createLog('test', 'silent')
  expect(() => brokerPublisher(read({}), 'task-api', log)).toThrow('EVENTS=local')
  expect(() => brokerPublisher(read({ EVENTS: 'dapr' }), 'task-api', log)).toThrow('DAPR_HTTP_ENDPOINT')
  expect(() => brokerPublisher(read({ EVENTS: 'nats' }), 'task-api', log)).toThrow('EVENTS: ')
})

test('a publisher that publishes nothing connects to nothing', async () => {
  const publisher = brokerPublisher(
    read({ EVENTS: 'kafka', KAFKA_BROKERS: '127.0.0.1:1' }),
    'task-api',
    createLog('test', 'silent'),
  )
  await publisher.publish([])
  await publisher.close()
})
