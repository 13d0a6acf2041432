/** How long a sweep keeps rows, in days. */
export const retentionDays = {
  /** Published events. Nothing depends on them: an operator can see what was sent. */
  published: 1,
  /** Answers to idempotency keys: a client that was offline for a week may repeat its requests. */
  answered: 7,
  /** The inbox: longer than Kafka keeps records, and longer than an operator needs to replay a dead letter. */
  received: 90,
  /** The hash of a deleted account: longer than a late event can take to arrive. */
  deletedAccount: 30,
}

export const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000)
