import { type LogRecord, SeverityNumber } from '@opentelemetry/api'

const numbers: Record<string, SeverityNumber> = {
  TRACE: SeverityNumber.TRACE,
  DEBUG: SeverityNumber.DEBUG,
  INFO: SeverityNumber.INFO,
  WARN: SeverityNumber.WARN,
  ERROR: SeverityNumber.ERROR,
  FATAL: SeverityNumber.FATAL,
}

/** A log line as a record of OpenTelemetry: the line is the body, and its simple fields are attributes. */
export function otlpLine(line: string): LogRecord {
  const { time, severity, ...fields } = JSON.parse(line) as Record<string, unknown>
  const simple = Object.entries(fields).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
  return {
    timestamp: new Date(String(time)),
    severityText: String(severity),
    severityNumber: numbers[String(severity)] ?? SeverityNumber.INFO,
    body: line.trimEnd(),
    attributes: Object.fromEntries(simple) as Record<string, string>,
  }
}
