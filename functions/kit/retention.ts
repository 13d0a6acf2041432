/** How long things stay that nobody needs for ever, in days. */
export const retentionDays = {
  /** Published events: for looking into what was sent; nothing depends on them. */
  published: 1,
  /** Answers to idempotency keys: a client that was offline for a week may repeat its requests. */
  answered: 7,
  /** Records of handled events: longer than Kafka keeps records, and than an operator takes to replay a dead letter. */
  received: 90,
  /** The hash of an account that was deleted: longer than anything late still arrives. */
  deletedAccount: 30,
}

export const daysBefore = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000)
