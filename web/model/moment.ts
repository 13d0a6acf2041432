/** The time that lists are computed for: `today` is the day on the person's calendar, in `zone`. */
export interface Moment {
  now: Date
  today: string
  zone: string
}
