/** When lists are looked at: `today` is the day of the person's own calendar, in `zone`. */
export interface Moment {
  now: Date
  today: string
  zone: string
}
