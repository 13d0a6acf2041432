/** As much of autocannon as is used here: it brings no types. */
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
