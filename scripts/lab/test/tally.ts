export interface Tally {
  passed: number
  failed: number
  skipped: number
  /** What failed, for the end of the output: in a long log the first report of a failure is far up. */
  failures: string[]
}
