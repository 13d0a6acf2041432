import { readFileSync } from 'node:fs'
import path from 'node:path'
import { build } from '../../build/tools.ts'

export interface Secured {
  brokers: string
  /** The certificate authority to trust, as PEM. */
  ca: string
  username: string
  password: string
}

const username = 'zerodue'
const password = 'correct-horse'
const prefix = 'listener.name.secure'

/** For `StorageTool format`: Kafka stores SCRAM users itself. */
export const scramUser = ['--add-scram', `SCRAM-SHA-512=[name=${username},password=${password}]`]

/** A second listener like that of a managed Kafka: TLS with a private certificate authority, and SASL. */
export async function secureListener(folder: string, port: number): Promise<{ properties: string; secured: Secured }> {
  const keystore = path.join(folder, 'keystore.p12')
  const store = ['-keystore', keystore, '-storepass', password, '-alias', 'broker']
  await build(
    'keytool',
    ['-genkeypair', ...store, '-keyalg', 'RSA', '-dname', 'CN=broker', '-ext', 'SAN=ip:127.0.0.1', '-validity', '2'],
    { cwd: folder },
  )
  await build('keytool', ['-exportcert', '-rfc', ...store, '-file', 'ca.pem'], { cwd: folder })
  const properties = `${prefix}.ssl.keystore.location=${keystore}
${prefix}.ssl.keystore.password=${password}
${prefix}.ssl.key.password=${password}
${prefix}.ssl.keystore.type=PKCS12
${prefix}.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512
${prefix}.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";
${prefix}.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
`
  const ca = readFileSync(path.join(folder, 'ca.pem'), 'utf8')
  return { properties, secured: { brokers: `127.0.0.1:${port}`, ca, username, password } }
}
