/** The part of autocannon that is used here: the package has no types. */
declare module 'autocannon' {
  interface Result {
    errors: number
    timeouts: number
    '2xx': number
    '4xx': number
    '5xx': number
  }
  export default function autocannon(options: object): Promise<Result>
}
