/** A value of a gauge, by its name in OTLP. */
export interface Figure {
  name: string
  labels: Record<string, string>
  value: number
}
