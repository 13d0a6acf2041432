import * as v from 'valibot'
import { Instant } from '../domain/instant.ts'
import { closed } from '../kit/core/schema.ts'

const number = v.pipe(v.number(), v.integer(), v.minValue(0))

/** The number is the place of the update in the sequence of its person; type and data are those of the event. */
export const Update = closed({ number, type: v.string(), time: Instant, data: v.looseObject({}) })

export const UpdatePage = closed({
  items: v.array(Update),
  /** The newest number of this person. A client that loads everything now continues after it. */
  head: number,
})

/** A row to send: its data is JSON text that this function does not parse. */
export interface UpdateRow {
  number: number
  type: string
  time: string
  data: string
}

export const textOf = ({ number, type, time, data }: UpdateRow): string =>
  `{"number":${number},"type":${JSON.stringify(type)},"time":"${time}","data":${data}}`
