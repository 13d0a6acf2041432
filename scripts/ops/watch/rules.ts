import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { knative } from '../knative/manifests.ts'

export interface Alert {
  alert: string
  expr: string
  labels: { severity: 'critical' | 'warning' }
  annotations: { summary: string; description: string; runbook: string }
}

interface Recording {
  record: string
  expr: string
}

export const watching = path.join(knative, 'components', 'watching')

const rules: (Alert | Recording)[] = parse(readFileSync(path.join(watching, 'rules.yaml'), 'utf8')).groups.flatMap(
  ({ rules }: { rules: object[] }) => rules,
)

export const alerts = rules.filter(rule => 'alert' in rule)
export const recordings = rules.filter(rule => 'record' in rule)
export const runbook = (): string => readFileSync(path.join(knative, 'runbook.md'), 'utf8')
