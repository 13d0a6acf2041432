import type { EnvEntry, Overlay } from './manifests.ts'
import { settingsOf } from './manifests.ts'

/** Sample secrets, where only the form matters. */
const samples: Record<string, string> = {
  DATABASE_URL: 'postgres://zerodue@127.0.0.1:1/zerodue',
  SMTP_URL: 'smtp://127.0.0.1:1',
  'ca.crt': '-----BEGIN CERTIFICATE-----',
  'sasl.mechanism': 'SCRAM-SHA-512',
}
const sample = (key: string) => samples[key] ?? `a-sample-of-${key}-that-is-long-enough`

export interface Given {
  environment: Record<string, string>
  /** Required settings that the ConfigMap of the overlay lacks. */
  missing: string[]
}

/** The environment of a container. `secrets` says whether the optional ones exist too. */
export function environmentOf(env: EnvEntry[], overlay: Overlay, secrets: 'all' | 'needed'): Given {
  const settings = settingsOf(overlay)
  const given: Given = { environment: {}, missing: [] }
  for (const { name, value, valueFrom } of env) {
    const { configMapKeyRef: setting, secretKeyRef: secret } = valueFrom ?? {}
    const found = value ?? (setting && settings[setting.key]) ?? (secret && sampleOf(secret, secrets))
    if (found !== undefined) given.environment[name] = found
    else if (setting && !setting.optional) given.missing.push(setting.key)
  }
  return given
}

const sampleOf = ({ key, optional }: { key: string; optional?: boolean }, secrets: 'all' | 'needed') =>
  optional && secrets === 'needed' ? undefined : sample(key)
