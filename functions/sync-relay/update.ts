import * as v from 'valibot'
import { Instant } from '../domain/instant.ts'
import { closed } from '../kit/core/schema.ts'

const number = v.pipe(v.number(), v.integer(), v.minValue(0))

/** One thing that a client must see: the number is its place in the sequence of this person, type and data are the event's. */
export const Update = closed({ number, type: v.string(), time: Instant, data: v.looseObject({}) })

export const UpdatePage = closed({
  items: v.array(Update),
  /** The newest number of this person: where a client begins that loads everything now. */
  head: number,
})

/** A row as it goes on its way: the data is text already, and nobody here looks into it. */
export interface UpdateRow {
  number: number
  type: string
  time: string
  data: string
}

export const textOf = ({ number, type, time, data }: UpdateRow): string =>
  `{"number":${number},"type":${JSON.stringify(type)},"time":"${time}","data":${data}}`
