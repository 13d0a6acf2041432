/** When a delivery is tried again, as KafkaSource does it unless told otherwise. */
export interface Retries {
  /** How often after the first time. */
  most: number
  /** What the pauses are made of: twice as long before the first one, and then doubling. */
  pauseMs: number
  timeoutMs: number
}

export const likeKafkaSource: Retries = { most: 10, pauseMs: 300, timeoutMs: 600_000 }

export const pauseBefore = (retry: number, { pauseMs }: Retries): number => pauseMs * 2 ** retry

/** What may be different the next time. Everything else of 300 and above is final. */
export const mayPass = (status: number): boolean => status >= 500 || [404, 408, 409, 429].includes(status)
