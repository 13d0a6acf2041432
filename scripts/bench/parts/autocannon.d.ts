/** As much of autocannon as is used here: it brings no types. */
declare module 'autocannon' {
  interface Result {
    errors: number
    timeouts: number
    non2xx: number
    '2xx': number
    duration: number
  }
  export default function autocannon(options: object): Promise<Result>
}
