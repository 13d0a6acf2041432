import type { Measure } from './instruments.ts'
import type { EndedSpan } from './span.ts'

/** Takes over what a process tells about itself, and sends it. */
export interface Exporter {
  record(span: EndedSpan): void
  measure: Measure
  writeLine(line: string): void
  close(): Promise<void>
}
